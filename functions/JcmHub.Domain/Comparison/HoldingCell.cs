using JcmHub.Domain.Calendar;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Projects;

namespace JcmHub.Domain.Comparison;

/// <summary>What totals are compared by: an account of a registry with its kind, a project and a vintage (domain reference 7.6).</summary>
public readonly record struct HoldingCell(string Account, ProjectId Project, Vintage Vintage)
{
    /// <summary>The kind that a side gives the account; with another one, units would count otherwise, so it is another cell.</summary>
    public AccountType? Type { get; init; }

    /// <summary>By project, vintage, account and kind, as results list them.</summary>
    public static IComparer<HoldingCell> Order { get; } = Comparer<HoldingCell>.Create(static (one, other) =>
    {
        var order = string.CompareOrdinal(one.Project.ToString(), other.Project.ToString());
        if (order == 0)
            order = one.Vintage.Year.CompareTo(other.Vintage.Year);
        if (order == 0)
            order = string.CompareOrdinal(one.Account, other.Account);
        return order != 0 ? order : Nullable.Compare(one.Type, other.Type);
    });

    /// <summary>Where a block lies.</summary>
    public static HoldingCell Of(UnitBlock block) => new(block.Account, block.Project, block.Vintage) { Type = block.AccountType };
}
