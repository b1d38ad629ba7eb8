using System.Text.Json.Nodes;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Methodologies;
using JcmHub.Flows.Issuance;

namespace JcmHub.Flows.Exchange;

/// <summary>
/// What stopped and waits for an operator: records that were refused for good, whose units are held, messages that could not
/// be read, and streams whose receipts are overdue (D5). A refused record is replayed as a new one with a new number, on today's ledger; a
/// message is put back; of a stream, all that waits for a receipt is sent again.
/// </summary>
public sealed class DeadLetters(
    RuleBook rules, Ledger ledger, IEnumerable<ICauseBooking> causes, OverdueReceipts overdue, StreamLeases leases, IRecordQueue queue, IDeadLetterQueues queues)
{
    /// <summary>All of them.</summary>
    public async Task<JsonObject> ListAsync(CancellationToken cancellationToken)
    {
        var records = new JsonArray();
        foreach (var host in rules.Hosts)
        {
            await foreach (var refused in ledger.View(host.Id).RefusedAsync(cancellationToken))
                records.Add(Document(refused));
        }

        var messages = (await queues.ListAsync(cancellationToken)).Select(letter => new JsonObject
        {
            ["id"] = letter.Id,
            ["queue"] = letter.Queue,
            ["subject"] = letter.Subject,
            ["code"] = letter.Code,
            ["detail"] = letter.Detail,
            ["on"] = JsonWords.Instant(letter.At),
        });
        return new JsonObject
        {
            ["records"] = records,
            ["messages"] = new JsonArray([.. messages]),
            ["overdue"] = await overdue.ListAsync(cancellationToken),
        };
    }

    /// <summary>Replays one: a refused record, a message, or a stream such as <c>TH.TH</c>; the same replay again changes nothing.</summary>
    /// <returns>
    /// Its new address. Refusals <c>dead-letter-unknown</c> (404), <c>dead-letter-locked</c> (503) of a message that another replay holds, <c>replay-outdated</c> (409) where the units are no longer as the record
    /// left them, <c>replay-by-request</c> (409) where what caused it is to be requested anew, and those of <see cref="Ledger"/>.
    /// </returns>
    public async Task<Outcome<JsonObject>> ReplayAsync(string id, Caller caller, CancellationToken cancellationToken)
    {
        if (RecordId.TryParse(id, out var record))
        {
            var replayed = await ReplayAsync(record, caller, cancellationToken);
            return replayed.IsRefused ? replayed.Refusal : new JsonObject { ["id"] = id, ["replayedAs"] = replayed.Value };
        }

        if (StreamHint.TryParse(id, out var hint))
        {
            if (!await leases.RewindAsync(hint.Stream, cancellationToken))
                return Unknown(id);
            await queue.WakeAsync(hint.Stream, null, cancellationToken);
            return new JsonObject { ["id"] = id, ["replayedAs"] = id };
        }

        return await queues.ReplayAsync(id, cancellationToken) switch
        {
            LetterReplay.Replayed => new JsonObject { ["id"] = id, ["replayedAs"] = id[..id.LastIndexOf('.')] },
            LetterReplay.Locked => new Refusal(RefusalKind.Busy, "dead-letter-locked",
                $"The dead letter {id} is there, and another replay or reader holds it; try again.", $"未処理項目{id}は他の処理が使用中です。再試行してください。"),
            _ => Unknown(id),
        };
    }

    private Task<Outcome<string>> ReplayAsync(RecordId id, Caller caller, CancellationToken cancellationToken) =>
        ledger.CommitAsync<string>(id.Host, caller.Author, async (view, entry) =>
        {
            if (await view.FindAsync<RefusedRecord>(LedgerKeys.Refused(id), cancellationToken) is not var (row, refused))
                return LedgerStep<string>.WithoutEntry(Unknown(id.ToString()));
            if (refused.ReplayedAs is { } before)
                return LedgerStep<string>.WithoutEntry(before.ToString());
            var record = (await view.FindAsync<DeliveredRecord>(LedgerKeys.Record(id), cancellationToken))!.Value.Value.Record;
            record = record.InPlaceOf ?? record;
            var cause = causes.Single(each => each.Kind == record.Cause.Kind);
            if (cause.WhyNotReplayed(record) is { } never)
                return LedgerStep<string>.WithoutEntry(Refusal.Of(RefusalKind.Conflict, never));
            foreach (var block in record.Blocks)
            {
                if ((await view.FindAsync<UnitBlock>(LedgerKeys.Block(block.Registry, block.Units.Last), cancellationToken))?.Value != block)
                    return LedgerStep<string>.WithoutEntry(Outdated(id, block.Units));
            }

            if (id.Destination == Destination.GxEts && !await GxEts.TellMarket.IsStillSoAsync(view, record, cancellationToken))
                return LedgerStep<string>.WithoutEntry(Outdated(id, null));

            var (renewed, rows, error) = await cause.ReplayAsync(view, record, entry, cancellationToken);
            if (error is not null)
                return LedgerStep<string>.WithoutEntry(Refusal.Of(RefusalKind.Conflict, error));
            entry.Note($"{id}, which was refused ({string.Join(", ", refused.Codes)}), is sent again as {renewed}");
            return new LedgerStep<string>
            {
                Answer = renewed.ToString(),
                CommandId = $"replay-{id}",
                InputHash = record.Digest,
                Rows = [RowWrite.Replace(row, LedgerKeys.Refused(id), LedgerJson.Write(refused with { ReplayedAs = renewed })), .. rows],
            };
        }, cancellationToken);

    private static JsonObject Document(RefusedRecord refused)
    {
        var json = new JsonObject
        {
            ["id"] = refused.Id.ToString(),
            ["codes"] = JsonWords.Texts(refused.Codes),
            ["on"] = JsonWords.Instant(refused.At),
        };
        if (refused.ReplayedAs is { } replayed)
            json["replayedAs"] = replayed.ToString();
        return json;
    }

    private static Refusal Unknown(string id) =>
        new(RefusalKind.NotFound, "dead-letter-unknown", $"No dead letter {id} is known here.", $"未処理項目{id}は登録されていません。");

    private static Refusal Outdated(RecordId id, SerialRange? units) => Refusal.Of(RefusalKind.Conflict, new Finding("replay-outdated", "",
        $"Units {units?.ToString() ?? "that it names"} are no longer as {id} left them; what it asked for or told does not fit today's ledger.",
        $"クレジット{units}の状態が{id}の時点から変わっています。"));
}

/// <summary>The dead letters of the queues.</summary>
public interface IDeadLetterQueues
{
    /// <summary>Every message that was given up, of every queue.</summary>
    Task<IReadOnlyList<QueueDeadLetter>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Puts a message back into its queue.</summary>
    Task<LetterReplay> ReplayAsync(string id, CancellationToken cancellationToken);
}

/// <summary>A message that was given up.</summary>
/// <param name="Id">Queue and sequence number: <c>registry-records.12</c>.</param>
/// <param name="Queue">The queue.</param>
/// <param name="Subject">What it is about.</param>
/// <param name="Code">Why.</param>
/// <param name="Detail">The same in words.</param>
/// <param name="At">When it came.</param>
public sealed record QueueDeadLetter(string Id, string Queue, string? Subject, string? Code, string? Detail, DateTimeOffset At);
