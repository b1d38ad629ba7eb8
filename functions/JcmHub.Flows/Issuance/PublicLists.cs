using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using JcmHub.Domain.Credits;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Ledger.Operations;
using JcmHub.Domain.Parties;
using JcmHub.Flows.UnitOperations;

namespace JcmHub.Flows.Issuance;

/// <summary>
/// What a registry publishes (domain reference 2): the holders of entity accounts, the amount per kind of account, the transactions of each
/// year. Open to anyone, so an answer is kept: for a minute it costs nothing, and as long as nothing was written since, the reading of the
/// heads and no block.
/// </summary>
public sealed class PublicLists(RuleBook rules, Ledger ledger, IAccounts accounts, TimeProvider time)
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<PartyId, (DateTimeOffset At, string Heads, string Document)> _kept = new();

    /// <summary>The lists of a registry.</summary>
    /// <returns>Refusal <c>party-unknown</c> (404).</returns>
    public async Task<Outcome<JsonObject>> ReadAsync(string party, CancellationToken cancellationToken)
    {
        if (!PartyId.TryParse(party, out var registry) || rules.Party(registry) is null)
            return Refusal.PartyUnknown(party);
        var now = time.GetUtcNow();
        if (!_kept.TryGetValue(registry, out var kept) || now - kept.At > Kept)
        {
            var heads = await HeadsAsync(registry, cancellationToken);
            var document = kept.Heads == heads ? kept.Document : (await ReadAsync(registry, cancellationToken)).ToJsonString();
            _kept[registry] = kept = (now, heads, document);
        }

        var lists = JsonNode.Parse(kept.Document)!.AsObject();
        lists["asOf"] = kept.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return lists;
    }

    /// <summary>What the lists are made of: where each ledger stands, and the accounts.</summary>
    private async Task<string> HeadsAsync(PartyId registry, CancellationToken cancellationToken)
    {
        var heads = new System.Text.StringBuilder();
        foreach (var host in Hosts(registry))
            heads.Append((await ledger.View(host).HeadAsync(cancellationToken)).LastEntry).Append(' ');
        await foreach (var account in accounts.ListAsync(registry, cancellationToken))
            heads.Append(account).Append(' ');
        return ContentHash.Of(System.Text.Encoding.UTF8.GetBytes(heads.ToString()));
    }

    private IEnumerable<PartyId> Hosts(PartyId registry) => rules.Hosts.Select(host => host.Id).Where(host => registry == PartyId.Japan || host == registry);

    private async Task<JsonObject> ReadAsync(PartyId registry, CancellationToken cancellationToken)
    {
        var holders = new JsonArray();
        await foreach (var account in accounts.ListAsync(registry, cancellationToken))
        {
            if (account.Type == AccountType.EntityHolding)
                holders.Add(new JsonObject { ["account"] = account.Number, ["holder"] = account.Holder, ["country"] = account.Country, ["status"] = JsonWords.Kebab(account.Status) });
        }

        var amounts = new SortedDictionary<AccountType, long>();
        var years = new SortedDictionary<(int Year, string Kind), (int Count, long Tonnes)>();
        foreach (var host in Hosts(registry))
            await AddAsync(ledger.View(host), registry, amounts, years, cancellationToken);
        return new JsonObject
        {
            ["registry"] = registry.Code,
            ["holders"] = holders,
            ["amounts"] = new JsonArray([.. amounts.Select(amount => new JsonObject { ["accountType"] = JsonWords.Kebab(amount.Key), ["tonnes"] = JsonWords.Number(amount.Value) })]),
            ["transactions"] = new JsonArray([.. years.Select(year => new JsonObject
            {
                ["year"] = year.Key.Year,
                ["kind"] = year.Key.Kind,
                ["count"] = year.Value.Count,
                ["tonnes"] = JsonWords.Number(year.Value.Tonnes),
            })]),
        };
    }

    private static async Task AddAsync(
        LedgerView view, PartyId registry, SortedDictionary<AccountType, long> amounts,
        SortedDictionary<(int Year, string Kind), (int Count, long Tonnes)> years, CancellationToken cancellationToken)
    {
        var issued = new Dictionary<string, long>();
        await foreach (var row in view.RangeAsync($"block|{registry}|", cancellationToken))
        {
            // What is only notified is in no account yet.
            if (LedgerJson.Read<UnitBlock>(row.Body) is not { RegistrySerials: not null } block)
                continue;
            amounts[block.AccountType] = amounts.GetValueOrDefault(block.AccountType) + block.Units.Count;
            issued[block.Decision] = issued.GetValueOrDefault(block.Decision) + block.Units.Count;
        }

        var side = registry == PartyId.Japan ? Side.Japan : Side.Partner;
        foreach (var (decision, tonnes) in issued)
        {
            if (await view.IssuanceAsync(decision, cancellationToken) is { Value: var issuance } && issuance.IssuedOn.TryGetValue(side, out var day))
                Count(day.Year, "issuance", tonnes);
        }

        await foreach (var row in view.RangeAsync(OperationParts.Key($"{registry}."), cancellationToken))
        {
            if (LedgerJson.Read<Operation>(row.Body) is { State: OperationState.Completed, AppliedOn: { } day } operation)
                Count(day.Year, JsonWords.Kebab(operation.Request.Kind), operation.Request.Tonnes);
        }

        void Count(int year, string kind, long tonnes)
        {
            var before = years.GetValueOrDefault((year, kind));
            years[(year, kind)] = (before.Count + 1, before.Tonnes + tonnes);
        }
    }
}
