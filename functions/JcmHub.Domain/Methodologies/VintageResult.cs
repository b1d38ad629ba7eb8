using JcmHub.Domain.Calendar;
using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Methodologies;

/// <summary>
/// One calendar year's result. All but <see cref="Tonnes"/> is exact: reference and project emissions are never rounded,
/// and reductions are floored once, to <see cref="Tonnes"/> (design D7).
/// </summary>
public sealed record VintageResult
{
    public required Vintage Vintage { get; init; }

    /// <summary>What can be issued: the reductions floored, zero where they are negative.</summary>
    public required WholeTonnes Tonnes { get; init; }

    /// <summary>Reference emissions, tCO2eq.</summary>
    public required Quantity Reference { get; init; }

    /// <summary>Project emissions, tCO2eq.</summary>
    public required Quantity Project { get; init; }

    /// <summary>Leakage, tCO2eq; zero where no methodology states any.</summary>
    public required Quantity Leakage { get; init; }

    /// <summary>What a methodology holds back before issuance, such as REDD+ against reversals, tCO2eq; zero where none does.</summary>
    public required Quantity Deduction { get; init; }

    /// <summary>Reference − project − leakage − deduction, tCO2eq; may be negative.</summary>
    public required Quantity Reductions { get; init; }

    /// <summary>Business-as-usual emissions, tCO2eq, where every methodology of the report states them.</summary>
    public required Quantity? BusinessAsUsual { get; init; }

    /// <summary>
    /// What is reduced below business as usual and never credited: business as usual − reference. It helps both Parties'
    /// own targets.
    /// </summary>
    public Quantity? NotCredited => BusinessAsUsual is { } bau ? bau - Reference : null;
}
