using System.Text.Json;

namespace JcmHub.Flows.Decisions;

/// <summary>A document that states a fact of the project cycle, as it arrives.</summary>
/// <param name="Root">Its content; valid against its schema.</param>
/// <param name="On">The day of the fact.</param>
internal sealed record CycleDocument(JsonElement Root, DateOnly On)
{
    private static readonly TimeSpan Easternmost = TimeSpan.FromHours(14);

    /// <summary>The hash of its canonical form: the same content again, however it is written, has the same.</summary>
    public string Hash => ContentHash.Of(Exchange.CanonicalJson.Canonicalize(Root));

    /// <summary>The last day that has begun anywhere: the easternmost clocks are fourteen hours ahead.</summary>
    public static DateOnly LatestDay(TimeProvider time) => DateOnly.FromDateTime(time.GetUtcNow().ToOffset(Easternmost).DateTime);

    /// <summary>Reads a document.</summary>
    /// <returns>Refusals: the schema's codes (400), <c>day-in-future</c> (422), for what has not happened yet is no fact.</returns>
    public static Outcome<CycleDocument> Read(RuleBook rules, string schema, ReadOnlyMemory<byte> document, string dayName, TimeProvider time)
    {
        var malformed = rules.Schemas.Check(schema, document);
        if (malformed.Count > 0)
            return Refusal.Of(RefusalKind.Malformed, malformed);
        using var json = JsonDocument.Parse(document);
        var root = json.RootElement.Clone();
        var day = root.Day(dayName);
        return day > LatestDay(time)
            ? Refusal.Of(RefusalKind.BreaksRule, new Domain.Methodologies.Finding("day-in-future", $"/{dayName}",
                $"The day {day:yyyy-MM-dd} has not come yet.", $"{day:yyyy-MM-dd}はまだ到来していません。"))
            : new CycleDocument(root, day);
    }
}
