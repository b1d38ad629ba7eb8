using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using JcmHub.Domain.Adjustments;
using JcmHub.Domain.Ledger.Journal;
using JcmHub.Domain.Ledger.Operations;
using JcmHub.Domain.Parties;
using JcmHub.Flows.Intake;
using JcmHub.Flows.Issuance;
using JcmHub.Flows.UnitOperations;

namespace JcmHub.Flows.Article6;

/// <summary>
/// What corresponding adjustments do to a Party's emissions balance per calendar year: first transfers are added, uses toward its NDC subtracted. Of a
/// host it is in its own ledger; of Japan, whose registry holds the credits of every host, in all of them. Each ledger is read at a cut, one after
/// the other, so that no more than one is held at a time.
/// </summary>
public sealed class ReadBalance(RuleBook rules, Ledger ledger, LedgerCuts cuts)
{
    /// <summary>The balance of a Party.</summary>
    /// <returns>The balance; a host whose journal does not hold is named, and of it nothing is counted. Refusal <c>party-unknown</c> (404).</returns>
    public async Task<Outcome<JsonObject>> ReadAsync(string party, CancellationToken cancellationToken)
    {
        if (!PartyId.TryParse(party, out var id) || rules.Party(id) is null)
            return Refusal.PartyUnknown(party);
        var (adjustments, uses, unread) = (new List<CorrespondingAdjustment>(), new Dictionary<ItmoUse, long>(), new List<string>());
        foreach (var host in id == PartyId.Japan ? rules.Hosts.Select(each => each.Id) : [id])
        {
            if (await CutAsync(host, cancellationToken) is { } state)
                await ReadAsync(state, id, adjustments, uses, cancellationToken);
            else
                unread.Add(host.Code);
        }

        return Document(id, adjustments, [.. uses.Select(use => use.Key with { Tonnes = use.Value })], unread);
    }

    private async Task<LedgerState?> CutAsync(PartyId host, CancellationToken cancellationToken)
    {
        try
        {
            return await cuts.NowAsync(host, cancellationToken);
        }
        catch (Exception exception) when (exception is InvalidDataException or JsonException or FormatException)
        {
            return null;
        }
    }

    /// <summary>Uses are summed by host, vintage and year of use as they are read: there are few of these, whatever became of the blocks.</summary>
    private async Task ReadAsync(
        LedgerState state, PartyId party, List<CorrespondingAdjustment> adjustments, Dictionary<ItmoUse, long> uses, CancellationToken cancellationToken)
    {
        adjustments.AddRange(state.Adjustments.Where(adjustment => adjustment.Party == party).OrderBy(adjustment => adjustment.Id, StringComparer.Ordinal));
        foreach (var block in state.Blocks.Where(block => block.Registry == party && block.AccountType == Domain.Ledger.AccountType.Retirement))
        {
            var use = block.Use;
            // Units retired before blocks kept their use name the operation that retired them.
            if (use is null && block.Operation is { } operation)
                use = (await ledger.View(state.Host).FindAsync<Operation>(OperationParts.Key(operation), cancellationToken))?.Value.Use;
            if (ItmoUse.Of(block, state.Host, use) is not { } used)
                continue;
            var same = used with { Tonnes = 0 };
            uses[same] = uses.GetValueOrDefault(same) + used.Tonnes;
        }
    }

    private static JsonObject Document(PartyId party, List<CorrespondingAdjustment> adjustments, List<ItmoUse> uses, List<string> unread)
    {
        var years = EmissionsBalance.Of(party, adjustments, uses);
        var json = new JsonObject
        {
            ["party"] = party.Code,
            ["additions"] = Years(years.Where(year => year.Added > 0), year => year.Added),
            ["subtractions"] = Years(years.Where(year => year.Used > 0), year => year.Used),
            ["net"] = Years(years, year => year.Net),
            ["adjustments"] = new JsonArray([.. adjustments.Select(ReportDocument.Adjustment)]),
            ["uses"] = new JsonArray([.. uses
                .OrderBy(use => use.Year).ThenBy(use => use.Host.Code, StringComparer.Ordinal).ThenBy(use => use.Vintage.Year)
                .Select(use => new JsonObject { ["host"] = use.Host.Code, ["vintage"] = use.Vintage.Year, ["year"] = use.Year, ["tonnes"] = Tonnes(use.Tonnes) })]),
        };
        if (unread.Count > 0)
            json["unread"] = JsonWords.Texts(unread);
        return json;
    }

    private static JsonArray Years(IEnumerable<BalanceYear> years, Func<BalanceYear, long> tonnes) =>
        [.. years.Select(year => new JsonObject { ["year"] = year.Year, ["tonnes"] = Tonnes(tonnes(year)) })];

    private static string Tonnes(long tonnes) => tonnes.ToString(CultureInfo.InvariantCulture);
}
