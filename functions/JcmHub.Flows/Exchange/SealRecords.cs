using System.Globalization;
using System.Text;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Ledger.Journal;
using JcmHub.Domain.Parties;
using JcmHub.Flows.Issuance;
using JcmHub.Flows.Operations;
using JcmHub.Flows.Signing;

namespace JcmHub.Flows.Exchange;

/// <summary>
/// Seals what was receipted, once a night, in bulk: one blob per host and day, created once and never changed, one proof a line (D6), and
/// last the signed statement of the journal's head: who has the blob knows an entry by which a journal is verified. What is to be sealed is
/// written down first, so that whoever dies in between is followed by one who seals the same.
/// </summary>
public sealed class SealRecords(RuleBook rules, Ledger ledger, ILedgerRows rows, RecordProof proof, IRecordArchive archive, IRecordSigner signer, TimeProvider time)
{
    /// <summary>Seals every host's records.</summary>
    /// <exception cref="AggregateException">Some hosts' failed; all the others are sealed.</exception>
    public Task RunAsync(CancellationToken cancellationToken) =>
        EveryHost.RunAsync(rules.Hosts, cancellationToken, host => SealAsync(host, cancellationToken));

    /// <summary>Seals a host's records and its journal's head, unless nothing was written since or this day is sealed already.</summary>
    public async Task SealAsync(PartyId host, CancellationToken cancellationToken)
    {
        var view = ledger.View(host);
        var stored = await view.FindAsync<SealedRecords>(LedgerKeys.Sealed, cancellationToken);
        var plan = stored?.Value ?? SealedRecords.Nothing;
        if (plan.IsDone)
        {
            if (await PlanAsync(view, plan, cancellationToken) is not { } next)
                return;
            var write = RowWrite.Replace(stored?.Row, LedgerKeys.Sealed, LedgerJson.Write(next));
            if (await rows.CommitAsync(host, [write], cancellationToken) != CommitOutcome.Committed)
                return;
            plan = next;
            stored = (new StoredRow(LedgerKeys.Sealed, write.Body!.Value, write.StoredVersion!), next);
        }

        await archive.AddAsync($"{host}/{plan.Day}.ndjson", await LinesAsync(view, plan, cancellationToken), cancellationToken);
        await rows.CommitAsync(host, [RowWrite.Replace(stored!.Value.Row, LedgerKeys.Sealed, LedgerJson.Write(plan with { IsDone = true }))], cancellationToken);
    }

    private async Task<SealedRecords?> PlanAsync(LedgerView view, SealedRecords last, CancellationToken cancellationToken)
    {
        var day = time.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        if (string.CompareOrdinal(day, last.Day) <= 0)
            return null;
        var head = await view.HeadAsync(cancellationToken);
        if (head.LastEntry == last.Head.Number)
            return null;
        var to = new Dictionary<Destination, long>();
        foreach (var destination in head.StreamTails.Keys)
            to[destination] = (await view.FindAsync<StreamCursor>(LedgerKeys.Cursor(destination), cancellationToken))?.Value.Delivered ?? 0;
        return new SealedRecords(day, last.To, to, new JournalHead(head.LastEntry, head.LastHash), IsDone: false);
    }

    private async Task<byte[]> LinesAsync(LedgerView view, SealedRecords plan, CancellationToken cancellationToken)
    {
        var lines = new StringBuilder();
        foreach (var (destination, last) in plan.To)
        {
            for (var number = plan.From.GetValueOrDefault(destination) + 1; number <= last; number++)
            {
                var record = await view.FindAsync<DeliveredRecord>(LedgerKeys.Record(new RecordId(view.Host, destination, number)), cancellationToken);
                // What our own check refused was never sent; there is nothing to prove of it.
                if (record is { Value: { Receipt: not null } delivered })
                    lines.Append((await proof.OfAsync(delivered, cancellationToken)).ToJsonString()).Append('\n');
            }
        }

        var known = await JournalClosing.KnownAsync(view, signer, cancellationToken);
        var closing = await new JournalClosing(view.Host, plan.Head, time.GetUtcNow(), known?.Key).WriteAsync(known, cancellationToken);
        return Encoding.UTF8.GetBytes(lines.Append(Encoding.UTF8.GetString(closing)).Append('\n').ToString());
    }
}

/// <summary>How far a host's records are sealed, or what is being sealed.</summary>
/// <param name="Day">The day's blob.</param>
/// <param name="From">The last number sealed before, of each stream.</param>
/// <param name="To">The last number sealed with it.</param>
/// <param name="Head">The journal's last entry then.</param>
/// <param name="IsDone">Whether the blob is there.</param>
public sealed record SealedRecords(
    string Day, IReadOnlyDictionary<Destination, long> From, IReadOnlyDictionary<Destination, long> To, JournalHead Head, bool IsDone)
{
    /// <summary>Nothing is sealed.</summary>
    public static SealedRecords Nothing { get; } = new(string.Empty, new Dictionary<Destination, long>(), new Dictionary<Destination, long>(), default, IsDone: true);
}

/// <summary>Where sealed records lie: written once, never changed.</summary>
public interface IRecordArchive
{
    /// <summary>Adds a blob; nothing where it is there already.</summary>
    Task AddAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);
}
