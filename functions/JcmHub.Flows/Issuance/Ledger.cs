using System.Collections.Concurrent;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Ledger.Journal;
using JcmHub.Domain.Methodologies;
using JcmHub.Domain.Parties;
using JcmHub.Flows.Exchange;
using JcmHub.Flows.Signing;
using Microsoft.Extensions.Logging;

namespace JcmHub.Flows.Issuance;

/// <summary>
/// The ledger of each host Party: what was decided and sent. A command's row, the journal entry, blocks, counters and outbox
/// are written in one transaction, guarded by the head's version; a lost answer is recognised by the command's row (D4).
/// </summary>
public sealed class Ledger(ILedgerRows rows, Relay relay, RuleBook rules, IRecordSigner signer, TimeProvider time, ILogger<Ledger> log)
{
    private const int MaximumAttempts = 20;

    private static readonly Author Hub = new("hub", "hub", null);

    private readonly ConcurrentDictionary<PartyId, (StoredRow Row, LedgerHead Head)> _heads = new();
    private readonly ConcurrentDictionary<PartyId, SemaphoreSlim> _turns = new();

    /// <summary>A host's ledger, for reading.</summary>
    public LedgerView View(PartyId host) => new(rows, host);

    /// <summary>
    /// Lets a flow decide on the present state and commits what it wrote; where another writer was first, it decides anew.
    /// </summary>
    /// <param name="host">Whose ledger.</param>
    /// <param name="author">Who wants it: the journal keeps the name.</param>
    /// <param name="decide">Decides; called again on fresh state after another writer. It must not have effects of its own.</param>
    /// <param name="cancellationToken">Ends the wait; a sent transaction may still be stored.</param>
    /// <returns>
    /// The answer; refusals <c>command-reused</c> (409), <c>ledger-busy</c> (503), and of the hub's own faults, which store nothing, <c>record-against-its-schema</c>,
    /// <c>entry-does-not-hold</c> where the offline verification would refuse the entry, and <c>entry-too-large</c> where it takes more than one transaction (500) come from here.
    /// </returns>
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
            var tried = await InTurnAsync(host, () => TryAsync(host, author, attempt == 0 ? known : null, decide, cancellationToken), cancellationToken);
            if (tried.Announce is { } announce)
                await AnnounceAsync(host, announce, cancellationToken);
            if (tried.Answer is { } answer)
                return answer;
            // A key is in the journal before the first record that it signs (D6).
            if (tried.LacksKey)
                await CommitAsync(host, Hub, (view, first) => KeyRing.EnterAsync(view, first, signer.Key, cancellationToken), cancellationToken);
            else if (tried.WasSecond)
                await WaitAsync(attempt, cancellationToken);
        }

        return new Refusal(RefusalKind.Busy, "ledger-busy",
            $"Too many others write to the ledger of {host} at this moment; make the same call again.",
            $"{host}の台帳への書き込みが混み合っています。同じ要求を再送してください。");
    }

    /// <summary>One after the other: a transaction takes the head that the one before has left, so of two at once one would be in vain.</summary>
    private async Task<T> InTurnAsync<T>(PartyId host, Func<Task<T>> write, CancellationToken cancellationToken)
    {
        var turn = _turns.GetOrAdd(host, _ => new SemaphoreSlim(1));
        await turn.WaitAsync(cancellationToken);
        try
        {
            return await write();
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task<Try<T>> TryAsync<T>(
        PartyId host, Author author, RecordId? known, Func<LedgerView, LedgerEntry, Task<LedgerStep<T>>> decide, CancellationToken cancellationToken)
    {
        var (headRow, head) = HeadInHand(host, known) ?? await HeadAsync(host, cancellationToken);
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
            return new Try<T> { WasSecond = true };
        }

        // So is a refusal, which no commit will check.
        if (step.CommandId is null)
            return step.Answer.IsRefused && await HasMovedAsync(host, headRow, cancellationToken) ? new Try<T> { WasSecond = true } : new Try<T> { Answer = step.Answer };
        IReadOnlyList<(RecordId Id, RecordContent Content)> announced = step.Void is { } nothing ? [.. entry.Records, (nothing.Record.Id, nothing.Content)] : entry.Records;
        // Nobody could prove what a compromised key signs from now on.
        if (announced.Count > 0 && head.DistrustedKeys.Contains(signer.Key.KeyId))
            return new Try<T> { Answer = Distrusted(signer.Key.KeyId) };
        if (announced.Count > 0 && head.SigningKey != signer.Key.KeyId)
            return new Try<T> { LacksKey = true };

        var written = await WriteRecordsAsync(entry, announced, cancellationToken);
        if (written.IsRefused)
            return new Try<T> { Answer = written.Refusal };
        var records = written.Value;
        var line = Line(head, entry, author, step, records);
        if (JournalVerification.WhyNot(line.Utf8.Span, entry.Before()) is { } wrong)
        {
            // So is an entry over such rows: what another writer left between the head and them is no fault of the hub's.
            if (await HasMovedAsync(host, headRow, cancellationToken))
                return new Try<T> { WasSecond = true };
            log.EntryDoesNotHold(host, entry.Head.LastEntry, step.CommandId, wrong.Code, wrong.Detail);
            return new Try<T> { Answer = DoesNotHold(step.CommandId, wrong) };
        }

        var next = entry.Head with { LastHash = line.Hash };
        var writes = Writes(headRow, next, entry, step, records, line);
        if (writes.Length > ILedgerRows.MaximumWrites)
        {
            log.EntryTooLarge(host, entry.Head.LastEntry, step.CommandId, writes.Length);
            return new Try<T> { Answer = TooLarge(step.CommandId, writes.Length) };
        }

        if (await rows.CommitAsync(host, writes, cancellationToken) == CommitOutcome.Committed)
        {
            Keep(host, writes[0], next);
            return new Try<T> { Answer = step.Answer, Announce = records.Length > 0 ? () => relay.AnnounceAsync(records, cancellationToken) : null };
        }

        if (await DoneAsync(host, step, cancellationToken) is not { } done)
            return new Try<T> { WasSecond = true };
        if (done.InputHash != step.InputHash)
            return new Try<T> { Answer = Reused(step.CommandId) };
        return new Try<T>
        {
            // What the rows tell is decided anew: it is found done.
            Answer = done.Result is { } result ? (Outcome<T>)LedgerJson.Read<T>(System.Text.Encoding.UTF8.GetBytes(result)) : default(Outcome<T>?),
            Announce = () => relay.RelayAsync(host, cancellationToken),
        };
    }

    private async Task<bool> HasMovedAsync(PartyId host, StoredRow? head, CancellationToken cancellationToken) =>
        (await rows.FindAsync(host, LedgerKeys.Head, cancellationToken))?.Version != head?.Version;

    /// <summary>After a refused or lost commit the command's row is read first: it tells whether we were the writer (D4).</summary>
    private async Task<CommandRow?> DoneAsync<T>(PartyId host, LedgerStep<T> step, CancellationToken cancellationToken) =>
        await View(host).FindAsync<CommandRow>(LedgerKeys.Command(step.CommandId!, step.Part), cancellationToken) is { Value: var done } ? done : null;

    private static Refusal Distrusted(string keyId) => new(RefusalKind.Busy, "signature-key-distrusted",
        $"The hub's own key {keyId} is distrusted; nothing is announced until the operator gives it another.", $"ハブの署名鍵{keyId}は信頼されていません。運用者による鍵の更新を待ってください。");

    private static Refusal DoesNotHold(string command, Finding wrong) => new(RefusalKind.Fault, "entry-does-not-hold",
        $"The hub did not store {command}: its journal would not verify with it ({wrong.Code}).", $"台帳の検証に適合しないため、{command}は記録されませんでした（{wrong.Code}）。");

    private static Refusal TooLarge(string command, int rows) => new(RefusalKind.Fault, "entry-too-large",
        $"The hub did not store {command}: it takes {rows} rows, and one transaction has at most {ILedgerRows.MaximumWrites}.", $"一つの取引の上限（{ILedgerRows.MaximumWrites}行）を超えるため（{rows}行）、{command}は記録されませんでした。");

    private static Refusal Reused(string command) => new(RefusalKind.Conflict, "command-reused",
        $"The command {command} was done before with other content.", $"操作{command}は、異なる内容で既に実行されています。");

    private static Refusal AgainstItsSchema(RecordId id) => new(RefusalKind.Fault, "record-against-its-schema",
        $"The hub would have written {id} against the record's own schema. Nothing was stored; the hub's log says what is wrong.",
        $"ハブが作成した{id}が記録のスキーマに適合しないため、何も保存していません。詳細はハブのログにあります。");

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

    /// <summary>
    /// Writes and signs an entry's records. One that its schema refuses would stop its stream for good, for a number once given is delivered:
    /// so the whole entry is a fault of the hub, and nothing of it is stored (D5).
    /// </summary>
    private async Task<Outcome<OutboxRecord[]>> WriteRecordsAsync(
        LedgerEntry entry, IReadOnlyList<(RecordId Id, RecordContent Content)> announced, CancellationToken cancellationToken)
    {
        var records = new OutboxRecord[announced.Count];
        for (var i = 0; i < records.Length; i++)
        {
            var (id, content) = announced[i];
            var canonical = OutboxRecord.Write(id, content, entry.Time);
            if (rules.Schemas.Check(DocumentSchemas.Record, canonical) is { Count: > 0 } errors)
            {
                log.RecordAgainstItsSchema(id, string.Join(", ", errors.Select(error => $"{error.Code} at {error.Pointer}")));
                return AgainstItsSchema(id);
            }

            records[i] = await OutboxRecord.SignAsync(id, content, canonical, entry.Time, entry.Head.LastEntry, signer, cancellationToken);
        }

        return records;
    }

    private async Task<(StoredRow? Row, LedgerHead Head)> HeadAsync(PartyId host, CancellationToken cancellationToken) =>
        await View(host).FindAsync<LedgerHead>(LedgerKeys.Head, cancellationToken) is var (row, head) ? (row, head) : (null, LedgerHead.Empty);

    private (StoredRow?, LedgerHead)? HeadInHand(PartyId host, RecordId? known) =>
        known is { } record && _heads.TryGetValue(host, out var kept) && kept.Head.StreamTails.GetValueOrDefault(record.Destination) >= record.Number ? kept : null;

    private void Keep(PartyId host, RowWrite written, LedgerHead head)
    {
        if (written is { StoredVersion: { } version, Body: { } body })
            _heads[host] = (new StoredRow(written.Key, body, version), head);
    }

    private static JournalLine Line<T>(LedgerHead before, LedgerEntry entry, Author author, LedgerStep<T> step, OutboxRecord[] records)
    {
        // A void record comes last, and is none that the entry announces.
        var digests = records.Select(record => new RecordDigest(record.Id, record.Digest)).ToArray();
        return JournalLine.Write(new JournalEntry
        {
            Host = entry.Host,
            Number = entry.Head.LastEntry,
            Time = entry.Time,
            Author = author,
            Command = step.CommandId!,
            Part = step.Part,
            InputHash = step.InputHash,
            Facts = entry.Facts,
            Change = step.Void is null ? entry.Change(digests) : entry.Change(digests[..^1]) with { Voided = digests[^1..] },
            PreviousHash = before.LastHash,
        });
    }

    private static RowWrite[] Writes<T>(
        StoredRow? headRow, LedgerHead next, LedgerEntry entry, LedgerStep<T> step, OutboxRecord[] records, JournalLine journal)
    {
        var result = step.IsAnswerInRows ? null : System.Text.Encoding.UTF8.GetString(LedgerJson.Write(step.Answer.Value));
        return
        [
            RowWrite.Replace(headRow, LedgerKeys.Head, LedgerJson.Write(next)),
            RowWrite.Add(LedgerKeys.Command(step.CommandId!, step.Part), LedgerJson.Write(new CommandRow(step.InputHash, entry.Head.LastEntry, result))),
            RowWrite.Add(LedgerKeys.Journal(entry.Head.LastEntry), journal.Utf8),
            .. entry.RemovedBlocks.Select(block => RowWrite.Delete(LedgerKeys.Block(block.Registry, block.Last))),
            .. entry.Blocks.Select(block => RowWrite.Put(LedgerKeys.Block(block.Registry, block.Units.Last), LedgerJson.Write(block))),
            .. entry.Adjustments.Select(adjustment => RowWrite.Put(LedgerKeys.Adjustment(adjustment.Id), LedgerJson.Write(adjustment))),
            .. records.Select(record => step.Void is { } nothing && record.Id == nothing.Record.Id
                ? RowWrite.Replace(nothing.Row, nothing.Row.Key, LedgerJson.Write(record with { InPlaceOf = nothing.Record }))
                : RowWrite.Add(LedgerKeys.Outbox(record.Id), LedgerJson.Write(record))),
            .. NumberedUnits.Rows(entry),
            .. step.Rows,
        ];
    }

    /// <summary>Writers that met once should not meet again: a short wait that grows with the attempts, and differs between them.</summary>
    private Task WaitAsync(int attempt, CancellationToken cancellationToken) =>
        Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(1, 10 * (attempt + 1))), time, cancellationToken);

    /// <summary>What came of one try: what is to be announced, and an answer; without one it is to be tried again.</summary>
    private sealed record Try<T>
    {
        public Outcome<T>? Answer { get; init; }

        public Func<Task>? Announce { get; init; }

        /// <summary>Whether the hub's signing key is to be entered first.</summary>
        public bool LacksKey { get; init; }

        /// <summary>Whether another process was first.</summary>
        public bool WasSecond { get; init; }
    }
}
