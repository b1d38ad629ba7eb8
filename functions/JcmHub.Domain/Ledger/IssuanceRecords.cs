using JcmHub.Domain.Credits;
using JcmHub.Domain.Parties;

namespace JcmHub.Domain.Ledger;

/// <summary>
/// What an issuance's records say, worked out from the ledger alone: so a record that was refused, or could not be sent, is written anew in
/// today's words.
/// </summary>
internal static class IssuanceRecords
{
    /// <summary>A registry is asked to issue blocks; of units that left the host's registry they are linked to those.</summary>
    /// <param name="issuance">The issuance.</param>
    /// <param name="blocks">Blocks of one registry, linked or not, of linked ones under one authorisation.</param>
    /// <param name="host">The host.</param>
    public static IssuanceContent Ask(Issuance issuance, IReadOnlyList<UnitBlock> blocks, Party host)
    {
        var (decision, isLinked) = (issuance.Decision, blocks[0].LinkedSerials is not null);
        var authorization = isLinked ? issuance.AuthorizationOf(blocks[0])
            : issuance.Flow == IssuanceFlow.A || blocks[0].Registry == PartyId.Japan ? decision.Authorization
            : null;
        return new IssuanceContent(decision.Id, decision.Project, decision.Period, blocks, isLinked ? host.Id : null, authorization);
    }

    /// <summary>The host's registry is asked to move blocks of one authorisation, or none, out to Japan.</summary>
    public static InternationalTransferContent Move(Issuance issuance, IReadOnlyList<UnitBlock> blocks, Party host, DateOnly approvedOn) =>
        new(RecordCause.Issuance(issuance.Decision.Id), issuance.Decision.Id, issuance.Decision.Project, approvedOn, PartyId.Japan, host.TransferOutAccount!, blocks,
            issuance.AuthorizationOf(blocks[0]));

    /// <summary>A record to a registry, in today's words.</summary>
    /// <param name="issuance">The issuance that caused it.</param>
    /// <param name="record">The record as it was announced.</param>
    /// <param name="blocks">Its blocks, as they lie in the ledger.</param>
    /// <param name="host">The host.</param>
    /// <exception cref="InvalidOperationException">It is a record of another cause, or to a market.</exception>
    public static RecordContent Anew(Issuance issuance, AnnouncedRecord record, IReadOnlyList<UnitBlock> blocks, Party host) => record.Kind switch
    {
        RecordKind.Issuance => Ask(issuance, blocks, host),
        RecordKind.InternationalTransfer => Move(issuance, blocks, host, record.ApprovedOn ?? issuance.TransferApprovedOn!.Value),
        RecordKind.CorrespondingAdjustment => new CorrespondingAdjustmentContent(
            issuance.Decision.Id, issuance.Decision.Project, issuance.Adjustments.Single(adjustment => adjustment.Record == record.Id.ToString()), AuthorizationOf(issuance, record)),
        _ => throw new InvalidOperationException($"A record of the kind {record.Kind} is not written from an issuance."),
    };

    /// <summary>An adjustment announced before this was kept is of the first authorisation.</summary>
    private static Authorization AuthorizationOf(Issuance issuance, AnnouncedRecord record) =>
        issuance.AllAuthorizations.First(authorization => record.Authorization is null || authorization.AuthorizationId == record.Authorization);
}
