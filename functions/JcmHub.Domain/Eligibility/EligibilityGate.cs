using JcmHub.Domain.Comparison;
using JcmHub.Domain.Credits;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Ledger.Operations;
using JcmHub.Domain.Methodologies;
using JcmHub.Domain.Parties;

namespace JcmHub.Domain.Eligibility;

/// <summary>
/// The one gate to a market: which units it can take (domain reference 6). ITMOs of a vintage that it accepts, live and unused in an
/// entity's account of Japan's registry, about which hub and registry agree. That they are whole tonnes needs no rule: a unit is one.
/// Whoever says of units that they are eligible asks here, with the same inputs: notices to the market, its feed, the explanation.
/// </summary>
/// <param name="Market">The market, with its dated rules.</param>
/// <param name="Disputes">What is held in the registry whose blocks are asked about.</param>
public sealed record EligibilityGate(Market Market, Disputes Disputes)
{
    /// <summary>Japan stands nine hours before UTC all year.</summary>
    private static readonly TimeSpan Japan = TimeSpan.FromHours(9);

    /// <summary>The day in Japan, by which the market's rules are dated.</summary>
    public static DateOnly DayInJapan(DateTimeOffset time) => DateOnly.FromDateTime(time.ToOffset(Japan).DateTime);

    /// <summary>Whether a block is eligible, and if not, every rule that it does not meet.</summary>
    /// <param name="block">The block as it stands at the instant.</param>
    /// <param name="authorization">The authorisation under which its units stand; null where they are not authorised.</param>
    /// <param name="asOf">The instant: the market's rules are those of its day in Japan.</param>
    /// <returns>
    /// <c>units-not-in-japan</c>, <c>units-used</c>, <c>account-not-entity</c>, <c>units-not-issued</c>, <c>units-in-operation</c>,
    /// <c>market-rule-unknown</c>, <c>vintage-too-early</c>, <c>itmo-not-authorised</c>, <c>itmo-not-for-ndc</c>, <c>itmo-not-first-transferred</c>, <c>units-disputed</c>.
    /// </returns>
    public EligibilityAnswer Ask(UnitBlock block, Authorization? authorization, DateTimeOffset asOf)
    {
        var reasons = new List<Finding>();
        CheckWhere(block, reasons);
        CheckVintage(block, DayInJapan(asOf), reasons);
        if (authorization is null)
            reasons.Add(Reason("itmo-not-authorised",
                "The host has not authorised these units as ITMOs.", "ホスト国がITMOとして承認していません。"));
        if (block.Oimp is { IsAlsoForNdc: false } && Market.AuthorizedFor.On(DayInJapan(asOf)) is { Value: UsePurpose.Ndc } rule)
            reasons.Add(Reason("itmo-not-for-ndc",
                $"The host has authorised these units for other purposes only, and {Market.Id} takes what counts toward Japan's NDC.{rule.Caveat}",
                $"ホスト国の承認はNDC以外の用途に限られ、{Market.Id}で利用できるのは日本のNDCに算入できるものです。{rule.Caveat}"));
        if (block.FirstTransferredOn is null)
            reasons.Add(Reason("itmo-not-first-transferred",
                "These units were never first transferred, so the host is not obliged to adjust.", "初回移転が行われておらず、相当調整の義務が生じていません。"));
        CheckDispute(block, reasons);
        return new EligibilityAnswer(asOf, reasons);
    }

    private void CheckDispute(UnitBlock block, List<Finding> reasons)
    {
        if (Disputes.Hold(block))
            reasons.Add(Reason("units-disputed",
                "The last reconciliation found hub and registry to differ about these units.", "直近の照合で、ハブと登録簿の間に不一致が見つかっています。"));
        else if (block.State == UnitState.Blocked)
            reasons.Add(Reason("units-disputed",
                "Both governments have stopped these units until a correction is done.", "両国政府の訂正により、移転が停止されています。"));
    }

    private static void CheckWhere(UnitBlock block, List<Finding> reasons)
    {
        if (block.Registry != PartyId.Japan)
            reasons.Add(Reason("units-not-in-japan",
                $"The units are in {block.Registry}'s registry, not in Japan's.", $"日本の登録簿ではなく、{block.Registry}の登録簿にあります。"));
        if (block.AccountType is AccountType.Retirement or AccountType.Cancellation)
            reasons.Add(Reason("units-used", "The units were retired or cancelled.", "無効化または取消済みです。"));
        else if (block.AccountType != AccountType.EntityHolding)
            reasons.Add(Reason("account-not-entity",
                $"{block.Account} is not an entity's holding account; only what a company holds can be used in GX-ETS.",
                $"{block.Account}は法人等保有口座ではありません。GX-ETSで利用できるのは法人等が保有するクレジットのみです。"));
        if (block.State == UnitState.Awaiting)
            reasons.Add(Reason("units-not-issued", "The registry has not issued the units yet.", "登録簿でまだ発行されていません。"));
        else if (block.State is not (UnitState.Live or UnitState.Blocked))
            reasons.Add(Reason("units-in-operation", "The units are on the move: an operation on them is not finished, or they have left.",
                "処理中の操作があるか、既に移転されています。"));
    }

    private void CheckVintage(UnitBlock block, DateOnly day, List<Finding> reasons)
    {
        if (Market.FirstVintages.On(day) is not { } first)
            reasons.Add(Reason("market-rule-unknown",
                $"The earliest vintage that {Market.Id} takes on {day:yyyy-MM-dd} is not known.", $"{day:yyyy-MM-dd}時点で{Market.Id}が認める最も古い年が登録されていません。"));
        else if (block.Vintage.Year < first.Value)
            reasons.Add(Reason("vintage-too-early",
                $"{Market.Id} takes reductions of {first.Value} and later, these are of {block.Vintage.Year} ({first.Source}).",
                $"{Market.Id}で利用できるのは{first.Value}年以降の削減であり、これは{block.Vintage.Year}年の削減です。"));
    }

    private static Finding Reason(string code, string detail, string detailJa) => new(code, "", detail, detailJa);
}
