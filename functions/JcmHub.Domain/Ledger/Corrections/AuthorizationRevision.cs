using JcmHub.Domain.Methodologies;
using JcmHub.Domain.Parties;

namespace JcmHub.Domain.Ledger.Corrections;

/// <summary>
/// Whether a decision's authorisation can be changed or revoked. An adjustment follows from the authorisation of a first transfer, so it is
/// revised as a whole and before that; afterwards the units can be blocked, where the authorisation's terms allow it.
/// </summary>
public static class AuthorizationRevision
{
    /// <summary>Checks a revision.</summary>
    /// <param name="correction">The revision.</param>
    /// <param name="issuance">The issuance of the decision.</param>
    /// <param name="blocks">The decision's blocks in the correction's registry.</param>
    /// <param name="host">The host, with the rules that hold for the project.</param>
    /// <param name="japan">Japan.</param>
    /// <returns>
    /// <c>authorization-nothing</c>, <c>authorization-in-use</c>, and of a changed one the codes of <see cref="LateAuthorization"/>; null where it can be.
    /// </returns>
    public static Finding? Check(Correction correction, Issuance issuance, IReadOnlyList<UnitBlock> blocks, Party host, Party japan)
    {
        var authorised = blocks.Where(block => block is { Authorization: not null, State: not UnitState.Lapsed }).ToArray();
        if (issuance.AllAuthorizations.FirstOrDefault() is not { } before || authorised.Length == 0)
            return new Finding("authorization-nothing", "", "No authorised units of this decision are held in that registry.", "承認された単位がありません。");
        if (issuance.TransferApprovedOn is not null || issuance.FirstTransferredOn is not null || authorised.Any(block => block.State != UnitState.Live))
            return new Finding("authorization-in-use", "",
                $"Units under {before.AuthorizationId} are first transferred, on their way, or not issued yet; its authorisation stays. Block units where its terms allow it.",
                $"{before.AuthorizationId}により承認された単位は、移転済み、手続き中または未発行です。");
        return correction.Authorization is { } next ? LateAuthorization.Refusal(next, authorised, 0, host, japan, correction.DecidedOn) : null;
    }
}
