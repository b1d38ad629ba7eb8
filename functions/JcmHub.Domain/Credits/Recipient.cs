using JcmHub.Domain.Calendar;
using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Credits;

/// <summary>
/// Who receives what in an allocation: whole tonnes per vintage or a share; exactly one of the two is set.
/// Published splits follow no single rounding rule (domain reference 4.4), so explicit tonnes are the Joint Committee's word.
/// </summary>
public sealed record Recipient(string Holder, Side Side, HolderKind Kind, string Account)
{
    /// <summary>Whole tonnes per vintage.</summary>
    public IReadOnlyDictionary<Vintage, WholeTonnes>? Tonnes { get; init; }

    /// <summary>An exact share of each vintage.</summary>
    public Fraction? Share { get; init; }

    /// <summary>Takes what the floors of the others leave.</summary>
    public bool IsResidual { get; init; }

    /// <summary>At least this share, rounded up: of each vintage where the allocation is by shares, of all vintages together where it names tonnes.</summary>
    public Fraction? Minimum { get; init; }

    /// <summary>Whether it is the Government of Japan.</summary>
    public bool IsGovernmentOfJapan => this is { Side: Side.Japan, Kind: HolderKind.Government };
}
