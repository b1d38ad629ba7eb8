using System.Globalization;
using System.Text.Json.Nodes;
using JcmHub.Domain.Eligibility;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;
using JcmHub.Flows.Intake;
using JcmHub.Flows.Issuance;
using JcmHub.Flows.Reconciliation;

namespace JcmHub.Flows.GxEts;

/// <summary>Says of units whether GX-ETS can take them today, and if not, which rules they do not meet.</summary>
public sealed class ExplainEligibility(RuleBook rules, Ledger ledger, DisputedUnits disputed, TimeProvider time)
{
    /// <summary>The most blocks in one answer.</summary>
    public const int LargestPage = 100;

    /// <summary>Explains the blocks of a host's credits with an account, or with one unit by its registry's own number.</summary>
    /// <param name="party">The host Party.</param>
    /// <param name="registry">The Party whose registry is asked about; Japan where absent.</param>
    /// <param name="account">The account; absent for every one.</param>
    /// <param name="serial">A number of that registry; absent for every one.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Refusals <c>party-missing</c> (400), <c>party-unknown</c> (404) and <c>serial-unreadable</c> (400).</returns>
    public async Task<Outcome<JsonObject>> ExplainAsync(
        string? party, string? registry, string? account, string? serial, CancellationToken cancellationToken)
    {
        if (!PartyId.TryParse(party, out var host) || rules.Party(host) is null)
            return Refusal.PartyUnknown(party);
        if (!PartyId.TryParse(registry ?? PartyId.Japan.Code, out var where))
            return Refusal.PartyUnknown(registry);
        var number = 0L;
        if (serial is not null && (!long.TryParse(serial, NumberStyles.None, CultureInfo.InvariantCulture, out number) || number < 1))
            return new Refusal(RefusalKind.Malformed, "serial-unreadable", $"\"{serial}\" is not a registry's number of a unit.", $"「{serial}」は登録簿の番号ではありません。");

        var day = EligibleCredits.DayInJapan(time.GetUtcNow());
        var differing = await disputed.OfAsync(where, cancellationToken);
        var blocks = new JsonArray();
        await foreach (var row in ledger.View(host).BlocksOfAsync(where, cancellationToken))
        {
            var block = LedgerJson.Read<UnitBlock>(row.Body);
            if ((account is not null && block.Account != account) || (serial is not null && !Holds(block, number)))
                continue;
            if (blocks.Count == LargestPage)
                return Answer(host, day, blocks, hasMore: true);
            blocks.Add(Explained(block, EligibilityGate.WhyNot(block, rules.GxEts, day, IsIn(differing, block))));
        }

        return Answer(host, day, blocks, hasMore: false);
    }

    private static bool Holds(UnitBlock block, long serial) => block.RegistrySerials is { } serials && serials.First <= serial && serial <= serials.Last;

    private static bool IsIn(IReadOnlyList<SerialRange> ranges, UnitBlock block) =>
        block.RegistrySerials is { } serials && ranges.Any(range => range.Overlaps(serials));

    private static JsonObject Answer(PartyId host, DateOnly day, JsonArray blocks, bool hasMore) => new()
    {
        ["party"] = host.Code,
        ["on"] = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ["blocks"] = blocks,
        ["hasMore"] = hasMore,
    };

    private static JsonObject Explained(UnitBlock block, IReadOnlyList<Domain.Methodologies.Finding> whyNot)
    {
        var json = ReportDocument.Block(block);
        json["eligible"] = whyNot.Count == 0;
        json["whyNot"] = FindingDocument.Write(whyNot);
        return json;
    }
}
