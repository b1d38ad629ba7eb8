using System.Globalization;
using System.Text.Json.Nodes;
using JcmHub.Domain.Credits;
using JcmHub.Domain.Eligibility;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;
using JcmHub.Flows.Intake;
using JcmHub.Flows.Issuance;

namespace JcmHub.Flows.GxEts;

/// <summary>Says of units whether GX-ETS can take them today, and if not, which rules they do not meet.</summary>
public sealed class ExplainEligibility(RuleBook rules, Ledger ledger, TimeProvider time)
{
    /// <summary>The most blocks in one answer.</summary>
    public const int LargestPage = 100;

    /// <summary>The most rows looked at for one answer: of an account that holds little it is short, and there is more.</summary>
    public const int MostRows = 5000;

    /// <summary>Explains the blocks of a host's credits with an account, or the one that holds a unit with its registry's own number.</summary>
    /// <param name="party">The host Party.</param>
    /// <param name="registry">The Party whose registry is asked about; Japan where absent.</param>
    /// <param name="account">The account; absent for every one.</param>
    /// <param name="serial">A number of that registry; absent for every one.</param>
    /// <param name="after">The answer before's <c>next</c>; absent for the first.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>
    /// Blocks, each eligible or with every rule that it does not meet; <c>next</c> where there is more. Refusals <c>party-missing</c> (400),
    /// <c>party-unknown</c> (404), <c>serial-unreadable</c> and <c>cursor-unreadable</c> (400).
    /// </returns>
    public async Task<Outcome<JsonObject>> ExplainAsync(
        string? party, string? registry, string? account, string? serial, string? after, CancellationToken cancellationToken)
    {
        if (!PartyId.TryParse(party, out var host) || rules.Party(host) is null)
            return Refusal.PartyUnknown(party);
        if (!PartyId.TryParse(registry ?? PartyId.Japan.Code, out var where))
            return Refusal.PartyUnknown(registry);
        var number = 0L;
        if (serial is not null && (!long.TryParse(serial, NumberStyles.None, CultureInfo.InvariantCulture, out number) || number is < 1 or > SerialRange.LargestNumber))
            return new Refusal(RefusalKind.Malformed, "serial-unreadable", $"\"{serial}\" is not a registry's number of a unit.", $"「{serial}」は登録簿の番号ではありません。");
        var view = ledger.View(host);
        var walk = Walk.Of(host.Code, where.Code, account, serial);
        if (await PlaceAsync(view, where, after, walk, cancellationToken) is not { } place)
            return new Refusal(RefusalKind.Malformed, "cursor-unreadable", "This is no cursor of an answer before to the same question.", "カーソルを読み取れません。");

        var head = await view.HeadAsync(cancellationToken);
        var answers = new Answers(view, await HostGate.OfAsync(rules, view, head, where, cancellationToken), time.GetUtcNow());
        var (blocks, rows, next) = (new JsonArray(), 0, (long?)null);
        await foreach (var block in BlocksAsync(view, where, serial is null ? null : number, place, cancellationToken))
        {
            // What is only notified may be of a decision whose parts are not all in.
            var isSeen = block.State != UnitState.Awaiting || block.Entry <= head.LastVisible;
            if (isSeen && (account is null || block.Account == account))
                blocks.Add(await answers.OfAsync(block, cancellationToken));
            next = block.Units.Last;
            if (blocks.Count == LargestPage || ++rows == MostRows)
                break;
            next = null;
        }

        return Answer(host, answers.AsOf, blocks, next is { } last ? string.Create(CultureInfo.InvariantCulture, $"{last}~{walk}") : null);
    }

    /// <summary>The last unit that answers before have passed; null where no answer to this question can have given the cursor.</summary>
    private static async Task<long?> PlaceAsync(LedgerView view, PartyId registry, string? after, string walk, CancellationToken cancellationToken)
    {
        if (after is null)
            return 0;
        return after.Split('~') is [var place, var other] && other == walk && long.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            && last.ToString(CultureInfo.InvariantCulture) == place && await view.HasBlockAsync(registry, last, cancellationToken)
                ? last
                : null;
    }

    /// <summary>The blocks of a registry after a unit, or the one that holds a number of its own.</summary>
    private static async IAsyncEnumerable<UnitBlock> BlocksAsync(
        LedgerView view, PartyId registry, long? number, long after, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (number is { } one)
        {
            if (await view.NumberedAsync(registry, one, cancellationToken) is var (block, _) && block.Units.Last > after)
                yield return block;
            yield break;
        }

        await foreach (var row in view.BlocksWithinAsync(registry, new SerialRange(1, SerialRange.LargestNumber), after == 0 ? null : after, cancellationToken))
            yield return LedgerJson.Read<UnitBlock>(row.Body);
    }

    private static JsonObject Answer(PartyId host, DateTimeOffset asOf, JsonArray blocks, string? next)
    {
        var answer = new JsonObject
        {
            ["party"] = host.Code,
            ["on"] = JsonWords.Day(EligibilityGate.DayInJapan(asOf)),
            ["blocks"] = blocks,
            ["hasMore"] = next is not null,
        };
        if (next is not null)
            answer["next"] = next;
        return answer;
    }

    /// <summary>What the gate says of blocks of whatever decisions; each decision's authorisations are read once.</summary>
    private sealed class Answers(LedgerView view, EligibilityGate gate, DateTimeOffset asOf)
    {
        private readonly Dictionary<string, Domain.Ledger.Issuance> _issuances = [];

        public DateTimeOffset AsOf => asOf;

        public async Task<JsonObject> OfAsync(UnitBlock block, CancellationToken cancellationToken)
        {
            var answer = gate.Ask(block, await AuthorizationAsync(block, cancellationToken), asOf);
            var json = ReportDocument.Block(block);
            json["eligible"] = answer.IsEligible;
            json["whyNot"] = FindingDocument.Write(answer.WhyNot);
            return json;
        }

        private async Task<Authorization?> AuthorizationAsync(UnitBlock block, CancellationToken cancellationToken)
        {
            if (block.Authorization is null)
                return null;
            if (!_issuances.TryGetValue(block.Decision, out var issuance))
                _issuances[block.Decision] = issuance = (await view.IssuanceAsync(block.Decision, cancellationToken))!.Value.Value;
            return issuance.AuthorizationOf(block);
        }
    }
}
