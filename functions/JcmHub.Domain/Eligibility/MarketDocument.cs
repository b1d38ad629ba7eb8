using System.Text.Json;
using JcmHub.Domain.Ledger.Operations;
using JcmHub.Domain.Parties;

namespace JcmHub.Domain.Eligibility;

/// <summary>Reads a market from its file in <c>schemas/markets</c>, which is valid against <c>market.schema.json</c>.</summary>
public static class MarketDocument
{
    /// <summary>Reads a market.</summary>
    /// <exception cref="FormatException">A rule ends before it begins, or two rules about the same thing begin on one day.</exception>
    public static Market Parse(ReadOnlyMemory<byte> file)
    {
        using var json = JsonDocument.Parse(ByteOrderMark.Skip(file));
        return new Market(
            json.RootElement.GetProperty("market").GetString()!,
            PartyDocument.Rules(json.RootElement, "firstVintage", value => value.GetInt32()))
        {
            AuthorizedFor = PartyDocument.Rules(json.RootElement, "authorizedFor", value => Enum.Parse<UsePurpose>(value.GetString()!, ignoreCase: true)),
        };
    }
}
