using System.Globalization;
using Azure;
using Azure.Data.Tables;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;
using JcmHub.Flows.Issuance;

namespace JcmHub.Benchmarks.Exchange;

/// <summary>The same table requests as a receipt in a busy stream, with the SDK alone: the cause is read, and seven rows are written in one transaction.</summary>
internal sealed class BareStorage(TableClient table, ILedgerRows ledger)
{
    private readonly Dictionary<string, byte[]> _bodies = [];
    private int _lanes;

    /// <summary>Takes the bodies of the last record of a stream, so that as many bytes are written.</summary>
    public async Task LearnAsync(PartyId host, Destination destination, long number)
    {
        var record = new RecordId(host, destination, number);
        var head = (await ledger.FindAsync(host, LedgerKeys.Head, default))!;
        var last = LedgerJson.Read<LedgerHead>(head.Body).LastEntry;
        _bodies["head"] = head.Body.ToArray();
        foreach (var (name, key) in new[]
        {
            ("journal", LedgerKeys.Journal(last)), ("cmd", LedgerKeys.Command($"receipt-{record}")), ("record", LedgerKeys.Record(record)),
            ("cursor", LedgerKeys.Cursor(destination)),
        })
            _bodies[name] = (await ledger.FindAsync(host, key, default))!.Body.ToArray();
        _bodies["cause"] = RowBooking.Body;
        _bodies["outbox"] = _bodies["record"];
    }

    /// <summary>A partition of its own with so many outbox rows and causes.</summary>
    public async Task<Lane> PrepareAsync(int records)
    {
        var partition = string.Create(CultureInfo.InvariantCulture, $"lane{_lanes++}");
        await table.SubmitTransactionAsync([Add(partition, "head", "head"), Add(partition, "cursor", "cursor")]);
        foreach (var numbers in Enumerable.Range(0, records).Chunk(40))
            await table.SubmitTransactionAsync(numbers.SelectMany(number => new[] { Add(partition, $"outbox|{number:D6}", "outbox"), Add(partition, $"cause|{number:D6}", "cause") }));
        return new Lane(this, partition, records);
    }

    private TableTransactionAction Add(string partition, string key, string body) => new(TableTransactionActionType.Add, Entity(partition, key, body));

    private TableEntity Entity(string partition, string key, string body) => new(partition, key) { ["b0"] = _bodies[body] };

    /// <summary>Receipts one after the other, as a stream's are.</summary>
    public sealed class Lane(BareStorage bare, string partition, int records)
    {
        public async Task RunAsync()
        {
            var (head, cursor) = (ETag.All, ETag.All);
            for (var number = 0; number < records; number++)
            {
                var cause = await bare.LoadAsync(partition, $"cause|{number:D6}");
                var stored = await bare.WriteAsync(partition, number, head, cursor, cause);
                (head, cursor) = (stored[0].Headers.ETag!.Value, stored[5].Headers.ETag!.Value);
            }
        }
    }

    private async Task<ETag> LoadAsync(string partition, string key) => (await table.GetEntityAsync<TableEntity>(partition, key)).Value.ETag;

    private async Task<IReadOnlyList<Response>> WriteAsync(string partition, int number, ETag head, ETag cursor, ETag cause) => (await table.SubmitTransactionAsync(
    [
        new TableTransactionAction(TableTransactionActionType.UpdateReplace, Entity(partition, "head", "head"), head),
        Add(partition, $"cmd|{number:D6}", "cmd"),
        Add(partition, $"journal|{number:D6}", "journal"),
        new TableTransactionAction(TableTransactionActionType.Delete, new TableEntity(partition, $"outbox|{number:D6}"), ETag.All),
        Add(partition, $"record|{number:D6}", "record"),
        new TableTransactionAction(TableTransactionActionType.UpdateReplace, Entity(partition, "cursor", "cursor"), cursor),
        new TableTransactionAction(TableTransactionActionType.UpdateReplace, Entity(partition, $"cause|{number:D6}", "cause"), cause),
    ])).Value;
}
