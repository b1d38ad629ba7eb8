using JcmHub.Domain.Calendar;
using JcmHub.Domain.Projects;

namespace JcmHub.Domain.Comparison;

/// <summary>What totals are compared by: an account of a registry, a project and a vintage (domain reference 7.6).</summary>
public readonly record struct HoldingCell(string Account, ProjectId Project, Vintage Vintage)
{
    /// <summary>By project, vintage and account, as results list them.</summary>
    public static IComparer<HoldingCell> Order { get; } = Comparer<HoldingCell>.Create(static (one, other) =>
    {
        var order = string.CompareOrdinal(one.Project.ToString(), other.Project.ToString());
        if (order == 0)
            order = one.Vintage.Year.CompareTo(other.Vintage.Year);
        return order != 0 ? order : string.CompareOrdinal(one.Account, other.Account);
    });
}
