using System.Text.Json.Nodes;
using JcmHub.Domain.Parties;
using JcmHub.Flows.Issuance;

namespace JcmHub.Flows.Exchange;

/// <summary>
/// Streams whose destination took records, into its queue or container, and has been silent about them for longer than its Party's
/// time limit. A pause does not show them: nothing failed. The operator must see them (D5).
/// </summary>
public sealed class OverdueReceipts(RuleBook rules, Ledger ledger, TimeProvider time)
{
    /// <summary>Days from acceptance to receipt where the Party's file sets no limit: after them somebody asks the registry.</summary>
    private const int Days = 7;

    /// <summary>Every such stream: <c>id</c>, the first record without a receipt, how many wait, since when, and when it was due.</summary>
    public async Task<JsonArray> ListAsync(CancellationToken cancellationToken)
    {
        var all = new List<JsonObject>();
        foreach (var host in rules.Hosts)
            all.AddRange(await OfAsync(host.Id, cancellationToken));
        return [.. all];
    }

    /// <summary>Those of one host.</summary>
    public async Task<IReadOnlyList<JsonObject>> OfAsync(PartyId host, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var overdue = new List<JsonObject>();
        var view = ledger.View(host);
        foreach (var destination in (await view.HeadAsync(cancellationToken)).StreamTails.Keys.OrderBy(each => each.Code, StringComparer.Ordinal))
        {
            if (await view.NextOfAsync(destination, cancellationToken) is not (_, var cursor, { AcceptedAt: { } accepted } next))
                continue;
            var party = destination.Party is { } code ? rules.Party(code) : null;
            var limit = party?.LimitOf(TimedOperation.Receipt, DateOnly.FromDateTime(accepted.UtcDateTime));
            if (accepted.AddDays(limit?.Value.Days ?? Days) is var due && due < now)
                overdue.Add(new JsonObject
                {
                    ["id"] = new StreamId(host, destination).ToString(),
                    ["record"] = next.Id.ToString(),
                    ["records"] = cursor.Accepted - cursor.Delivered,
                    ["acceptedOn"] = JsonWords.Instant(accepted),
                    ["dueOn"] = JsonWords.Instant(due),
                });
        }

        return overdue;
    }
}
