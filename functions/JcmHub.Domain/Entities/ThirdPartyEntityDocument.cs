using System.Globalization;
using System.Text.Json;
using JcmHub.Domain.Methodologies;
using JcmHub.Domain.Parties;

namespace JcmHub.Domain.Entities;

/// <summary>Reads a third-party entity from its file, which is valid against <c>entity.schema.json</c>.</summary>
public static class ThirdPartyEntityDocument
{
    /// <summary>Reads an entity.</summary>
    public static ThirdPartyEntity Parse(ReadOnlyMemory<byte> file)
    {
        using var json = JsonDocument.Parse(ByteOrderMark.Skip(file));
        var root = json.RootElement;
        return new ThirdPartyEntity(root.GetProperty("entity").GetString()!, [.. root.GetProperty("designations").EnumerateArray().Select(Designation)]);
    }

    private static DatedRule<Designation> Designation(JsonElement item) => new(
        Day(item.GetProperty("from")),
        item.TryGetProperty("to", out var to) ? Day(to) : null,
        new Designation(
            PartyId.Parse(item.GetProperty("party").GetString()!),
            Enum.Parse<EntityRole>(item.GetProperty("role").GetString()!, ignoreCase: true),
            [.. item.GetProperty("scopes").EnumerateArray().Select(scope => scope.GetInt32())]),
        item.GetProperty("source").GetString()!,
        Enum.Parse<Certainty>(item.GetProperty("certainty").GetString()!.Replace("-", "", StringComparison.Ordinal), ignoreCase: true));

    private static DateOnly Day(JsonElement element) => DateOnly.ParseExact(element.GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
