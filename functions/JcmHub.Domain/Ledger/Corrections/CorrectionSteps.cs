using System.Globalization;
using JcmHub.Domain.Methodologies;

namespace JcmHub.Domain.Ledger.Corrections;

/// <summary>
/// What a correction in force does to blocks. A block and a revision hold in the ledger at once; a release only on the registry's receipt,
/// so that nothing moves here that the registry still stops. Until the receipt its units bear the correction's <see cref="Correction.Hold"/>.
/// </summary>
public static class CorrectionSteps
{
    /// <summary>Stops units of the decision, lets stopped ones go on, or revises their authorisation, lowest numbers first; and tells the registry.</summary>
    /// <param name="correction">A block, a release or a revision.</param>
    /// <param name="issuance">The issuance of the decision whose units it is about.</param>
    /// <param name="blocks">The decision's blocks in the correction's registry.</param>
    /// <param name="entry">The entry to write.</param>
    /// <returns>
    /// The correction with its units and its record; or <c>correction-units</c>, <c>correction-whole</c>, <c>correction-too-fragmented</c>, and nothing may be written.
    /// </returns>
    public static (Correction Correction, Finding? Error) Apply(Correction correction, Issuance issuance, IReadOnlyList<UnitBlock> blocks, LedgerEntry entry)
    {
        var missing = correction.Tonnes;
        var held = new List<UnitBlock>();
        var touchable = blocks.Where(block => MayTouch(correction, issuance, block)).OrderBy(block => block.Units.First).ToArray();
        if (correction.Kind == CorrectionKind.ReviseAuthorization && touchable.Sum(block => block.Units.Count) > correction.Tonnes)
            return (correction, new Finding("correction-whole", "/tonnes",
                "An authorisation is revised for all of the decision's units that wait in the registry, or for none.", "承認の変更は、登録簿で待機する当該決定の全単位を対象とします。"));
        foreach (var block in touchable)
        {
            if (missing == 0)
                break;
            if (block.Units.Count <= missing)
            {
                held.Add(Held(correction, issuance, block));
                entry.Replace(block, held[^1]);
            }
            else
            {
                var (kept, tail) = block.Split(missing);
                held.Add(Held(correction, issuance, tail));
                entry.Replace(block, kept, held[^1]);
            }

            missing -= held[^1].Units.Count;
        }

        if (missing > 0)
            return (correction, new Finding("correction-units", "/tonnes",
                string.Create(CultureInfo.InvariantCulture, $"Only {correction.Tonnes - missing} t of {correction.Decision} in {correction.Registry}'s registry can be {What(correction)}: what is not issued, on its way or used is not touched, and what was first transferred stays, unless the authorisation's terms allow a change after it."),
                string.Create(CultureInfo.InvariantCulture, $"{correction.Registry}の登録簿にある{correction.Decision}のうち、対象にできるのは{correction.Tonnes - missing}トンのみです。")));
        if (entry.BlockRows > LedgerEntry.MostRows)
            return (correction, new Finding("correction-too-fragmented", "/tonnes",
                "These units lie in too many blocks for one correction; decide on fewer tonnes at a time.", "単位が多数のブロックに分かれています。トン数を分けて決定してください。"));
        var units = held.Select(block => block.Units).ToArray();
        var record = entry.Announce(correction.Registry, RecordKindOf(correction), new CorrectionContent(correction, issuance.Decision.Project, held), units);
        entry.Note($"{What(correction)}: {correction.Tonnes} t of {correction.Decision} in {correction.Registry}: {correction.Reason}, {correction.Explanation}");
        return (correction with { Units = units, Record = record.Id }, null);
    }

    /// <summary>What the correction's record asks its registry for: that its units stay where they are; not before it was decided.</summary>
    public static RecordDemand Demand(Correction correction, IReadOnlyList<UnitBlock> held) => new(RecordKindOf(correction), held, correction.DecidedOn);

    /// <summary>The registry has answered. What it refused stays held, until its record is sent again.</summary>
    /// <param name="correction">A block, a release or a revision on its way.</param>
    /// <param name="held">Its units.</param>
    /// <param name="receipt">The receipt, held against the record's demand before.</param>
    /// <param name="entry">The entry to write.</param>
    public static Correction Receipted(Correction correction, IReadOnlyList<UnitBlock> held, Receipt receipt, LedgerEntry entry)
    {
        if (!receipt.IsApplied)
        {
            entry.Note($"correction {correction.Id}: {correction.Registry} refused it ({string.Join(", ", receipt.Codes)}); its units stay held");
            return correction with { RefusalCodes = receipt.Codes };
        }

        var state = correction.Kind == CorrectionKind.Block ? UnitState.Blocked : UnitState.Live;
        foreach (var block in held)
            entry.Replace(block, block with { State = state, Operation = null });
        entry.Note($"correction {correction.Id}: {correction.Registry} did it on {receipt.AppliedOn:yyyy-MM-dd}");
        return correction with { AppliedOn = receipt.AppliedOn, RefusalCodes = [] };
    }

    /// <summary>A refused record is sent again in today's words, its units being held as it left them.</summary>
    /// <returns>The correction and the new record's address.</returns>
    public static (Correction Correction, RecordId Renewed) Replay(Correction correction, IReadOnlyList<UnitBlock> held, LedgerEntry entry)
    {
        var content = new CorrectionContent(correction, held[0].Project, held);
        var record = entry.Announce(correction.Registry, RecordKindOf(correction), content, correction.Units);
        return (correction with { Record = record.Id, RefusalCodes = [] }, record.Id);
    }

    private static bool MayTouch(Correction correction, Issuance issuance, UnitBlock block)
    {
        if (block.AccountType is AccountType.Retirement or AccountType.Cancellation)
            return false;
        return correction.Kind switch
        {
            CorrectionKind.Release => block is { State: UnitState.Blocked, Operation: null },
            CorrectionKind.Block => block.State == UnitState.Live && (block.FirstTransferredOn is null || TermsAllow(correction, issuance, block)),
            // An adjustment follows from the authorisation of a first transfer, so that one is never revised: its units can be blocked.
            _ => block is { State: UnitState.Live, FirstTransferredOn: null, Authorization: not null },
        };
    }

    /// <summary>The terms speak of changes of the authorisation, not of tonnes that were never reduced.</summary>
    private static bool TermsAllow(Correction correction, Issuance issuance, UnitBlock block) =>
        correction.Reason is CorrectionReason.AuthorizationChanged or CorrectionReason.AuthorizationRevoked
        && issuance.AuthorizationOf(block) is { AllowsChangeAfterFirstTransfer: true };

    private static UnitBlock Held(Correction correction, Issuance issuance, UnitBlock block) => correction.Kind == CorrectionKind.ReviseAuthorization
        ? FirstTransfer.Revised(block.Under(correction.Authorization) with { State = UnitState.Reserved, Operation = correction.Hold }, issuance)
        : block with { State = UnitState.Blocked, Operation = correction.Hold };

    private static RecordKind RecordKindOf(Correction correction) => correction.Kind switch
    {
        CorrectionKind.Block => RecordKind.UnitBlock,
        CorrectionKind.Release => RecordKind.UnitRelease,
        _ => RecordKind.AuthorizationRevision,
    };

    private static string What(Correction correction) => correction.Kind switch
    {
        CorrectionKind.Block => "blocked",
        CorrectionKind.Release => "released",
        _ => correction.Authorization is { } authorization ? $"authorised anew by {authorization.AuthorizationId}" : "authorised no more",
    };
}
