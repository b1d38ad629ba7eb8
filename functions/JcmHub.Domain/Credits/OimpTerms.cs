namespace JcmHub.Domain.Credits;

/// <summary>What makes the first transfer of units authorised for other international mitigation purposes, as a block carries it, so that the journal alone tells it.</summary>
/// <param name="FirstTransfer">The host's definition.</param>
/// <param name="IsAlsoForNdc">Whether they are authorised for use toward an NDC too; then an international transfer is a first transfer as well, and whichever comes first counts.</param>
public sealed record OimpTerms(OimpFirstTransfer FirstTransfer, bool IsAlsoForNdc)
{
    /// <summary>Whether issued units were first transferred when they were both issued and authorised, for before that there is no ITMO.</summary>
    public bool ByIssuedAndAuthorised => FirstTransfer is OimpFirstTransfer.Authorization or OimpFirstTransfer.Issuance;

    /// <summary>Whether only a use or cancellation is their first transfer: they may go abroad without one.</summary>
    public bool OnlyByUse => FirstTransfer == OimpFirstTransfer.UseOrCancellation && !IsAlsoForNdc;
}
