using System.Globalization;
using System.Text.Json;
using JcmHub.Domain.Methodologies;

namespace JcmHub.Domain.Parties;

/// <summary>Reads a Party from its file in <c>schemas/parties</c>, which is valid against <c>party.schema.json</c>.</summary>
public static class PartyDocument
{
    /// <summary>Reads a Party.</summary>
    public static Party Parse(ReadOnlyMemory<byte> file)
    {
        using var json = JsonDocument.Parse(file);
        var root = json.RootElement;
        var accounts = root.GetProperty("accounts");
        return new Party(PartyId.Parse(root.GetProperty("party").GetString()!), root.GetProperty("name").GetString()!)
        {
            Registry = Value<RegistryKind>(root.GetProperty("registry")),
            IssuanceFlows = Rules<IssuanceFlow>(root, "issuanceFlow"),
            Article6RulesAgreed = Rules<Agreement>(root, "article6RulesAgreed"),
            StandingAuthorizations = Rules<Agreement>(root, "standingAuthorization"),
            PendingAccount = Text(accounts, "pending"),
            TransferOutAccount = Text(accounts, "internationalTransferOut"),
        };
    }

    private static DatedRule<T>[] Rules<T>(JsonElement root, string name)
        where T : struct, Enum =>
        root.TryGetProperty(name, out var rules)
            ? [.. rules.EnumerateArray().Select(rule => new DatedRule<T>(
                Day(rule.GetProperty("from")),
                rule.TryGetProperty("to", out var to) ? Day(to) : null,
                Value<T>(rule.GetProperty("value")),
                rule.GetProperty("source").GetString()!,
                Value<Certainty>(rule.GetProperty("certainty"))))]
            : [];

    private static T Value<T>(JsonElement element)
        where T : struct, Enum => Enum.Parse<T>(element.GetString()!.Replace("-", "", StringComparison.Ordinal), ignoreCase: true);

    private static DateOnly Day(JsonElement element) => DateOnly.ParseExact(element.GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var text) ? text.GetString() : null;
}
