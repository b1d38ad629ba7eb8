using System.Globalization;
using System.Text.Json.Nodes;
using JcmHub.Domain.Parties;

namespace JcmHub.Flows.Reconciliation;

/// <summary>A registry that the hub cannot ask sends its snapshot for a date; the date's reconciliations compare with it.</summary>
public sealed class ReceiveSnapshot(RuleBook rules, IReconciliations reconciliations)
{
    /// <summary>Keeps a snapshot, in place of one that was sent before.</summary>
    /// <returns>
    /// Refusals: the schema's codes (400), <c>party-unknown</c> (404), <c>date-unreadable</c> (400), <c>snapshot-registry</c>,
    /// <c>snapshot-block-size</c>, <c>snapshot-stream-twice</c> (422).
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
