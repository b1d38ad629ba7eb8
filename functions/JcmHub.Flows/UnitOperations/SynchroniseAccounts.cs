using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Ledger.Accounts;
using JcmHub.Domain.Methodologies;
using JcmHub.Domain.Parties;
using JcmHub.Flows.Intake;

namespace JcmHub.Flows.UnitOperations;

/// <summary>A registry tells which accounts it keeps: number, type, holder, country, and whether units may move.</summary>
public sealed class SynchroniseAccounts(RuleBook rules, IAccounts accounts, TimeProvider time)
{
    /// <summary>Takes a registry's whole list.</summary>
    /// <returns>
    /// Refusals: the schema's codes (400), <c>party-unknown</c> (404), <c>wrong-party</c> (403), <c>accounts-registry</c>, <c>account-doubled</c>, <c>accounts-in-the-future</c> (422), <c>accounts-stale</c> (409).
    /// </returns>
    public async Task<Outcome<JsonObject>> ReplaceAsync(string party, ReadOnlyMemory<byte> document, Caller caller, CancellationToken cancellationToken)
    {
        var malformed = rules.Schemas.Check(DocumentSchemas.RegistryAccounts, document);
        if (malformed.Count > 0)
            return Refusal.Of(RefusalKind.Malformed, malformed);
        if (!PartyId.TryParse(party, out var registry) || rules.Party(registry) is null)
            return Refusal.PartyUnknown(party);
        if (caller.Party != registry)
            return ReportRefusals.OtherSide($"the accounts of {registry}", $"{registry}の口座");
        using var json = JsonDocument.Parse(document);
        var root = json.RootElement;
        if (root.Text("registry") != registry.Code)
            return new Refusal(RefusalKind.BreaksRule, "accounts-registry", $"The document is about the accounts of {root.Text("registry")}.", $"この文書は{root.Text("registry")}の口座に関するものです。");
        var list = root.Items("accounts").Select(Account).ToArray();
        if (list.GroupBy(account => account.Number).FirstOrDefault(group => group.Count() > 1) is { } doubled)
            return new Refusal(RefusalKind.BreaksRule, "account-doubled", $"The account {doubled.Key} is listed twice.", $"口座{doubled.Key}が二重に記載されています。");

        var asOf = root.GetProperty("asOf").GetDateTimeOffset();
        // A list of tomorrow would make every true one stale until then.
        if (asOf > time.GetUtcNow() + ClockSkew.Most)
            return Refusal.Of(RefusalKind.BreaksRule, new Finding("accounts-in-the-future", "/asOf", $"The list is as of {root.Text("asOf")}, which is not yet.", $"一覧の基準時点{root.Text("asOf")}が未来です。"));
        return await accounts.ReplaceAsync(registry, asOf, list, cancellationToken)
            ? new JsonObject { ["registry"] = registry.Code, ["asOf"] = root.Text("asOf"), ["accounts"] = list.Length }
            : new Refusal(RefusalKind.Conflict, "accounts-stale",
                string.Create(CultureInfo.InvariantCulture, $"A newer list of {registry}'s accounts than that of {asOf:O} is known."), $"{registry}の口座一覧は、より新しいものが登録済みです。");
    }

    private static RegistryAccount Account(JsonElement item) => new(
        item.Text("number"), item.Word<AccountType>("type"), item.Text("holder"), item.Text("country"), item.Word<AccountStatus>("status"));
}
