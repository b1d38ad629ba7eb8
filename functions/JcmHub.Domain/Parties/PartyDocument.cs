using System.Globalization;
using System.Text.Json;
using JcmHub.Domain.Credits;
using JcmHub.Domain.Methodologies;

namespace JcmHub.Domain.Parties;

/// <summary>Reads a Party from its file in <c>schemas/parties</c>, which is valid against <c>party.schema.json</c>.</summary>
public static class PartyDocument
{
    /// <summary>Reads a Party.</summary>
    /// <exception cref="FormatException">A rule ends before it begins, or two rules about the same thing begin on one day.</exception>
    public static Party Parse(ReadOnlyMemory<byte> file)
    {
        using var json = JsonDocument.Parse(ByteOrderMark.Skip(file));
        var root = json.RootElement;
        var accounts = root.GetProperty("accounts");
        return new Party(PartyId.Parse(root.GetProperty("party").GetString()!), root.GetProperty("name").GetString()!)
        {
            Iso3 = root.GetProperty("iso3").GetString()!,
            Signed = root.TryGetProperty("signed", out var signed) ? Signed(signed) : null,
            Registries = Rules(root, "registry", Value<RegistryKind>),
            Deliveries = Rules(root, "delivery", Value<DeliveryMode>),
            IssuanceFlows = Rules(root, "issuanceFlow", Value<IssuanceFlow>),
            Article6RulesAgreed = Rules(root, "article6RulesAgreed", Value<Agreement>),
            StandingAuthorizations = Rules(root, "standingAuthorization", Value<Agreement>),
            PositiveLists = Rules(root, "positiveList", PositiveList),
            TransferCaps = Rules(root, "transferCap", ShareLimit),
            RetainedShares = Rules(root, "minimumRetainedShare", ShareLimit),
            TransferFees = Rules(root, "transferFee", TransferFee),
            Ndcs = Rules(root, "ndc", Ndc),
            FirstTransferDefsOimp = Rules(root, "firstTransferDefOimp", Value<OimpFirstTransfer>),
            AdjustmentMethods = Rules(root, "adjustmentMethod", Value<AdjustmentMethod>),
            ItmoRegistries = Rules(root, "itmoRegistry", value => value.GetString()!),
            Tracks = Rules<IReadOnlyList<string>>(root, "tracks", Texts),
            TimeLimits = Rules(root, "timeLimit", limit => new TimeLimit(Value<TimedOperation>(limit.GetProperty("operation")), limit.GetProperty("days").GetInt32())),
            PendingAccount = Text(accounts, "pending"),
            TransferOutAccount = Text(accounts, "internationalTransferOut"),
        };
    }

    internal static DatedRule<T>[] Rules<T>(JsonElement root, string name, Func<JsonElement, T> value)
    {
        if (!root.TryGetProperty(name, out var items))
            return [];
        DatedRule<T>[] rules = [.. items.EnumerateArray().Select(rule => new DatedRule<T>(
            Day(rule.GetProperty("from")),
            rule.TryGetProperty("to", out var to) ? Day(to) : null,
            value(rule.GetProperty("value")),
            rule.GetProperty("source").GetString()!,
            Value<Certainty>(rule.GetProperty("certainty"))))];
        if (rules.FirstOrDefault(rule => rule.To < rule.From) is { } reversed)
            throw new FormatException($"The rule {name} of {reversed.From:yyyy-MM-dd} ends before it begins.");
        // Limits stand side by side, one for each operation.
        if (rules.GroupBy(rule => (rule.From, (rule.Value as TimeLimit)?.Operation)).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new FormatException($"Two rules {name} begin on {twice.Key.From:yyyy-MM-dd}; which of them holds is not said.");
        return rules;
    }

    private static Signing Signed(JsonElement signed) => new(
        signed.TryGetProperty("on", out var on) ? Day(on) : null,
        signed.GetProperty("source").GetString()!,
        Value<Certainty>(signed.GetProperty("certainty")));

    private static PositiveList PositiveList(JsonElement list) => new(
        [.. list.GetProperty("entries").EnumerateArray().Select(entry => new PositiveListEntry(
            entry.GetProperty("activity").GetString()!, Texts(entry.GetProperty("methodologies")), Value<Admission>(entry.GetProperty("admission"))))],
        Value<Admission>(list.GetProperty("otherwise")));

    private static ShareLimit ShareLimit(JsonElement limit) => new(
        Fraction.Parse(limit.GetProperty("share").GetString()!),
        limit.TryGetProperty("methodologies", out var methodologies) ? Texts(methodologies) : []);

    private static TransferFee TransferFee(JsonElement fee) => new(
        Number(fee, "rate") ?? Number(fee, "percent")!.Value, Text(fee, "currency"), fee.TryGetProperty("paidBefore", out var step) ? Value<FeeStep>(step) : null)
    {
        Basis = fee.TryGetProperty("of", out var basis) ? Value<FeeBasis>(basis) : FeeBasis.Tonne,
        Price = Number(fee, "price"),
    };

    private static decimal? Number(JsonElement element, string name) =>
        Text(element, name) is { } text ? decimal.Parse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture) : null;

    private static NdcTarget Ndc(JsonElement ndc) => new(
        Value<NdcType>(ndc.GetProperty("type")), ndc.GetProperty("periodStart").GetInt32(), ndc.GetProperty("periodEnd").GetInt32(),
        [.. ndc.GetProperty("targetYears").EnumerateArray().Select(year => year.GetInt32())]);

    private static T Value<T>(JsonElement element)
        where T : struct, Enum => Enum.Parse<T>(element.GetString()!.Replace("-", "", StringComparison.Ordinal), ignoreCase: true);

    private static DateOnly Day(JsonElement element) => DateOnly.ParseExact(element.GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string[] Texts(JsonElement element) => [.. element.EnumerateArray().Select(item => item.GetString()!)];

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var text) ? text.GetString() : null;
}
