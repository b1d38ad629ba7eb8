using JcmHub.Domain.Ledger.Operations;
using JcmHub.Domain.Parties;

namespace JcmHub.Domain.Eligibility;

/// <summary>A market that takes JCM credits, with its dated rules, as in <c>schemas/markets</c>.</summary>
/// <param name="Id">Such as <c>GX-ETS</c>.</param>
/// <param name="FirstVintages">The earliest calendar year of a reduction that can be used.</param>
public sealed record Market(string Id, IReadOnlyList<DatedRule<int>> FirstVintages)
{
    /// <summary>For what the host must have authorised units; where no rule holds, any purpose does.</summary>
    public IReadOnlyList<DatedRule<UsePurpose>> AuthorizedFor { get; init; } = [];
}
