using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Parties;

/// <summary>
/// What a Party charges for the tonnes that leave for Japan: money for each, or a percentage (domain reference 8). The hub states it and
/// moves neither money nor units for it.
/// </summary>
/// <param name="Rate">Money for one tonne, or percent; at least 0.</param>
/// <param name="Currency">ISO 4217, such as <c>USD</c>; null where the fee is a share of units.</param>
/// <param name="PaidBefore">The step that waits for the Party's confirmation of payment; null where none does.</param>
public sealed record TransferFee(decimal Rate, string? Currency, FeeStep? PaidBefore)
{
    /// <summary>What the rate is taken of.</summary>
    public FeeBasis Basis { get; init; }

    /// <summary>The price of one tonne of which the rate is a percentage; null where no source states one.</summary>
    public decimal? Price { get; init; }

    /// <summary>The fee for so many tonnes, exactly: money, or tonnes where it is a share of units. Null where the price is not known.</summary>
    public Rational? AmountOf(WholeTonnes tonnes)
    {
        var of = Rational.FromInteger(tonnes.Value);
        return Basis switch
        {
            FeeBasis.Tonne => of * Rate,
            FeeBasis.Units => of * Rate / 100,
            _ => Price is { } price ? of * price * Rate / 100 : null,
        };
    }
}
