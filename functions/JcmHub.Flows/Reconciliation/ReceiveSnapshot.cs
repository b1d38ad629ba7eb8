using System.Globalization;
using System.Text.Json.Nodes;
using JcmHub.Domain.Methodologies;
using JcmHub.Domain.Parties;

namespace JcmHub.Flows.Reconciliation;

/// <summary>A registry that the hub cannot ask sends its snapshot for a date; the date's reconciliations compare with it.</summary>
public sealed class ReceiveSnapshot(RuleBook rules, IReconciliations reconciliations, TimeProvider time)
{
    /// <summary>Keeps a snapshot, in place of one that was sent before.</summary>
    /// <returns>
    /// Refusals: the schema's codes (400), <c>party-unknown</c> (404), <c>date-unreadable</c> (400), <c>snapshot-registry</c>,
    /// <c>snapshot-block-size</c>, <c>snapshot-too-many-tonnes</c>, <c>snapshot-stream-twice</c>, <c>snapshot-date</c> (422).
    /// </returns>
    public async Task<Outcome<JsonObject>> PutAsync(string party, string date, ReadOnlyMemory<byte> document, CancellationToken cancellationToken)
    {
        if (!PartyId.TryParse(party, out var registry) || rules.Party(registry) is null)
            return Refusal.PartyUnknown(party);
        if (!DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return new Refusal(RefusalKind.Malformed, "date-unreadable", $"\"{date}\" is not a day such as 2026-11-24.", $"「{date}」は日付ではありません。");
        var malformed = rules.Schemas.Check(DocumentSchemas.RegistrySnapshot, document);
        if (malformed.Count > 0)
            return Refusal.Of(RefusalKind.Malformed, malformed);
        var (snapshot, errors) = RegistrySnapshot.Parse(registry, document, rules.Schemas);
        if (snapshot is null || snapshot.Unreadable.Count > 0)
            return Refusal.Of(RefusalKind.BreaksRule, snapshot?.Unreadable ?? errors);
        // The day is the registry's or the hub's: half a world apart, and never one that has not begun anywhere.
        if (Math.Abs(DateOnly.FromDateTime(snapshot.AsOf.UtcDateTime).DayNumber - day.DayNumber) > 1 || snapshot.AsOf > time.GetUtcNow() + ClockSkew.Most)
            return Refusal.Of(RefusalKind.BreaksRule, new Finding("snapshot-date", "/asOf", $"A snapshot as of {snapshot.AsOf.UtcDateTime:yyyy-MM-dd'T'HH:mm'Z'} is none of {date}, or it is of a time that is not yet.", $"基準時点{snapshot.AsOf.UtcDateTime:yyyy-MM-dd'T'HH:mm'Z'}は{date}のものではないか、未来です。"));
        await reconciliations.PutSnapshotAsync(registry, day, document, cancellationToken);
        return new JsonObject
        {
            ["registry"] = registry.Code,
            ["date"] = date,
            ["blocks"] = snapshot.Ranges.Count,
            ["tonnes"] = snapshot.Ranges.Sum(range => range.Serials.Count).ToString(CultureInfo.InvariantCulture),
        };
    }
}
