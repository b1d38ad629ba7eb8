using System.Collections.Concurrent;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Ledger.Journal;
using JcmHub.Domain.Parties;
using JcmHub.Flows.Exchange;
using JcmHub.Flows.Signing;
using Microsoft.Extensions.Logging;

namespace JcmHub.Flows.Issuance;

/// <summary>
/// The ledger of each host Party: what was decided and sent. A command's row, the journal entry, blocks, counters and outbox
/// are written in one transaction, guarded by the head's version; a lost answer is recognised by the command's row (D4).
/// </summary>
public sealed class Ledger(ILedgerRows rows, Relay relay, IRecordSigner signer, TimeProvider time, ILogger<Ledger> log)
{
    private const int MaximumAttempts = 20;

    private static readonly Author Hub = new("hub", "hub", null);

    private readonly ConcurrentDictionary<PartyId, StoredRow> _heads = new();

    /// <summary>A host's ledger, for reading.</summary>
    public LedgerView View(PartyId host) => new(rows, host);

    /// <summary>
    /// Lets a flow decide on the present state and commits what it wrote; where another writer was first, it decides anew.
    /// </summary>
    /// <param name="host">Whose ledger.</param>
    /// <param name="author">Who wants it: the journal keeps the name.</param>
    /// <param name="decide">Decides; called again on fresh state after another writer. It must not have effects of its own.</param>
    /// <param name="cancellationToken">Ends the wait; a sent transaction may still be stored.</param>
    /// <returns>The answer; refusals <c>command-reused</c> (409) and <c>ledger-busy</c> (503) come from here.</returns>
    public Task<Outcome<T>> CommitAsync<T>(
        PartyId host, Author author, Func<LedgerView, LedgerEntry, Task<LedgerStep<T>>> decide, CancellationToken cancellationToken) =>
        CommitAsync(host, author, null, decide, cancellationToken);

    /// <summary>
    /// The same, but begins with the head that this process last wrote, unless that is older than a record of its ledger: a head
    /// that is not the last is found out by its version, and read then.
    /// </summary>
    internal async Task<Outcome<T>> CommitAsync<T>(
        PartyId host, Author author, RecordId? known, Func<LedgerView, LedgerEntry, Task<LedgerStep<T>>> decide, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MaximumAttempts; attempt++)
        {
            var headRow = (attempt == 0 ? HeadInHand(host, known) : null) ?? await rows.FindAsync(host, LedgerKeys.Head, cancellationToken);
            var head = headRow is null ? LedgerHead.Empty : LedgerJson.Read<LedgerHead>(headRow.Body);
            var entry = new LedgerEntry(host, head, time.GetUtcNow());
            LedgerStep<T> step;
            try
            {
                step = await decide(View(host), entry);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                // Rows read before and after another writer may contradict each other: a fault over them is decided anew, as a commit would be.
                if (!await HasMovedAsync(host, headRow, cancellationToken))
                    throw;
                await WaitAsync(attempt, cancellationToken);
                continue;
            }

            if (step.CommandId is null)
            {
                // So is a refusal, which no commit will check.
                if (!step.Answer.IsRefused || !await HasMovedAsync(host, headRow, cancellationToken))
                    return step.Answer;
                await WaitAsync(attempt, cancellationToken);
                continue;
            }

            if (entry.Records.Count > 0 && head.SigningKey != signer.Key.KeyId)
            {
                // A key is in the journal before the first record that it signs (D6).
                await CommitAsync(host, Hub, (view, first) => KeyRing.EnterAsync(view, first, signer.Key, cancellationToken), cancellationToken);
                continue;
            }

            var records = await SignAsync(entry, cancellationToken);
            var writes = Writes(headRow, head, entry, author, step, records);
            var outcome = await rows.CommitAsync(host, writes, cancellationToken);
            if (outcome == CommitOutcome.Committed)
            {
                Keep(host, writes[0]);
                if (records.Length > 0)
                    await AnnounceAsync(host, () => relay.AnnounceAsync(records, cancellationToken), cancellationToken);
                return step.Answer;
            }

            if (await DoneAsync(host, step, cancellationToken) is not { } done)
                await WaitAsync(attempt, cancellationToken);
            else if (done.InputHash != step.InputHash)
                return Reused(step.CommandId);
            else
            {
                await AnnounceAsync(host, () => relay.RelayAsync(host, cancellationToken), cancellationToken);
                // What the rows tell is decided anew: it is found done.
                if (done.Result is { } result)
                    return LedgerJson.Read<T>(System.Text.Encoding.UTF8.GetBytes(result));
            }
        }

        return new Refusal(RefusalKind.Busy, "ledger-busy",
            $"Too many others write to the ledger of {host} at this moment; make the same call again.",
            $"{host}の台帳への書き込みが混み合っています。同じ要求を再送してください。");
    }

    private async Task<bool> HasMovedAsync(PartyId host, StoredRow? head, CancellationToken cancellationToken) =>
        (await rows.FindAsync(host, LedgerKeys.Head, cancellationToken))?.Version != head?.Version;

    /// <summary>After a refused or lost commit the command's row is read first: it tells whether we were the writer (D4).</summary>
    private async Task<CommandRow?> DoneAsync<T>(PartyId host, LedgerStep<T> step, CancellationToken cancellationToken) =>
        await View(host).FindAsync<CommandRow>(LedgerKeys.Command(step.CommandId!, step.Part), cancellationToken) is { Value: var done } ? done : null;

    private static Refusal Reused(string command) => new(RefusalKind.Conflict, "command-reused",
        $"The command {command} was done before with other content.", $"操作{command}は、異なる内容で既に実行されています。");

    /// <summary>What is committed is committed, whatever becomes of the queue: then the sweep announces it.</summary>
    private async Task AnnounceAsync(PartyId host, Func<Task> relayed, CancellationToken cancellationToken)
    {
        try
        {
            await relayed();
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            log.NotRelayed(host, failure);
        }
    }

    private async Task<OutboxRecord[]> SignAsync(LedgerEntry entry, CancellationToken cancellationToken)
    {
        var records = new OutboxRecord[entry.Records.Count];
        for (var i = 0; i < records.Length; i++)
            records[i] = await OutboxRecord.CreateAsync(entry.Records[i].Id, entry.Records[i].Content, entry.Time, entry.Head.LastEntry, signer, cancellationToken);
        return records;
    }

    private StoredRow? HeadInHand(PartyId host, RecordId? known) =>
        known is { } record && _heads.TryGetValue(host, out var row)
            && LedgerJson.Read<LedgerHead>(row.Body).StreamTails.GetValueOrDefault(record.Destination) >= record.Number
            ? row
            : null;

    private void Keep(PartyId host, RowWrite head)
    {
        if (head is { StoredVersion: { } version, Body: { } body })
            _heads[host] = new StoredRow(head.Key, body, version);
    }

    private static List<RowWrite> Writes<T>(StoredRow? headRow, LedgerHead before, LedgerEntry entry, Author author, LedgerStep<T> step, OutboxRecord[] records)
    {
        var journal = JournalLine.Write(new JournalEntry
        {
            Host = entry.Host,
            Number = entry.Head.LastEntry,
            Time = entry.Time,
            Author = author,
            Command = step.CommandId!,
            Part = step.Part,
            InputHash = step.InputHash,
            Facts = entry.Facts,
            Change = entry.Change(records.Select(record => new RecordDigest(record.Id, record.Digest))),
            PreviousHash = before.LastHash,
        });
        var result = step.IsAnswerInRows ? null : System.Text.Encoding.UTF8.GetString(LedgerJson.Write(step.Answer.Value));
        return
        [
            RowWrite.Replace(headRow, LedgerKeys.Head, LedgerJson.Write(entry.Head with { LastHash = journal.Hash })),
            RowWrite.Add(LedgerKeys.Command(step.CommandId!, step.Part), LedgerJson.Write(new CommandRow(step.InputHash, entry.Head.LastEntry, result))),
            RowWrite.Add(LedgerKeys.Journal(entry.Head.LastEntry), journal.Utf8),
            .. entry.RemovedBlocks.Select(block => RowWrite.Delete(LedgerKeys.Block(block.Registry, block.Last))),
            .. entry.Blocks.Select(block => RowWrite.Put(LedgerKeys.Block(block.Registry, block.Units.Last), LedgerJson.Write(block))),
            .. entry.Adjustments.Select(adjustment => RowWrite.Put(LedgerKeys.Adjustment(adjustment.Id), LedgerJson.Write(adjustment))),
            .. records.Select(record => RowWrite.Add(LedgerKeys.Outbox(record.Id), LedgerJson.Write(record))),
            .. step.Rows,
        ];
    }

    /// <summary>Writers that met once should not meet again: a short wait that grows with the attempts, and differs between them.</summary>
    private Task WaitAsync(int attempt, CancellationToken cancellationToken) =>
        Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(1, 10 * (attempt + 1))), time, cancellationToken);
}
