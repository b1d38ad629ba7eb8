using System.Globalization;
using System.Text.Json;

namespace JcmHub.Local.Registries;

/// <summary>
/// One registry that stands in for a partner's: takes the records of its streams in order, each once, applies them to its
/// own ledger and answers with receipts. It is the fence of D5: a number that is not next is refused, a known one is
/// answered with its first receipt.
/// </summary>
internal sealed class SimulatedRegistry : IDisposable
{
    private readonly RegistryDescription _description;
    private readonly RegistryStore _store;
    private readonly RecordSchema _schema;
    private readonly RegistrySigning _signing;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _turn = new(1);

    public SimulatedRegistry(RegistryDescription description, string databaseFile, RecordSchema schema, RegistrySigning signing, TimeProvider time)
    {
        _description = description;
        _schema = schema;
        _signing = signing;
        _time = time;
        _store = new RegistryStore(databaseFile);
    }

    public string Party => _description.Party;

    public FaultSwitch Faults { get; } = new();

    /// <summary>Takes one record: the signature and the fence first, then the check, then the ledger, then the receipt, all in one transaction.</summary>
    /// <param name="body">The record.</param>
    /// <param name="signature">Its detached signature.</param>
    /// <param name="refusal">A code to refuse it with, whatever it is; null where it is judged as it should be.</param>
    /// <param name="cancellation">Gives up waiting for the turn.</param>
    public async Task<RecordAnswer> ReceiveAsync(JsonElement body, string? signature, string? refusal, CancellationToken cancellation)
    {
        if (RegistryRecord.Read(body, Party, out var fault) is not { } record)
            return RecordAnswer.Unreadable(fault);
        if (_signing.Check(record, signature, _time.GetUtcNow()) is { } untrusted)
            return RecordAnswer.Untrusted(untrusted);
        return await InTurnAsync(() =>
        {
            var next = NextNumber(record.HostParty);
            if (record.Number > next)
                return RecordAnswer.OutOfOrder(next);
            return record.Number < next ? FirstAnswer(record) : ApplyAndReceipt(record, refusal);
        }, cancellation);
    }

    /// <summary>A receipt as it is given, signed.</summary>
    public (byte[] Receipt, string Signature) Sign(byte[] receipt, RegistryFaults faults) => SignedAnswer.Of(receipt, _signing, faults);

    /// <summary>What it holds, account by account, and the adjustments it has entered.</summary>
    public Task<RegistryHoldings> HoldingsAsync(CancellationToken cancellation) => InTurnAsync(() => new RegistryHoldings(
            Party,
            _store.Query("SELECT first, last, host, hub_first, hub_last, project, vintage, account, account_type FROM blocks ORDER BY first",
                row => RegistryHoldings.Block.Of(RegistryLedger.ReadBlock(row))),
            _store.Query("SELECT adjustment, party, project, vintage, tonnes, effect, applied_on FROM adjustments ORDER BY adjustment",
                row => new RegistryHoldings.Adjustment(
                    row.GetString(0), row.GetString(1), row.GetString(2), row.GetInt32(3),
                    Text(row.GetInt64(4)), row.GetString(5), row.GetString(6))),
            _store.Query("SELECT host, hub_first, hub_last, correction FROM stopped ORDER BY host, hub_first",
                row => new RegistryHoldings.StoppedUnits(row.GetString(0), Text(row.GetInt64(1)), Text(row.GetInt64(2)), row.GetString(3))),
            _store.Query("SELECT host, hub_first, hub_last, correction, authorization FROM revised ORDER BY host, hub_first, correction",
                row => new RegistryHoldings.RevisedUnits(
                    row.GetString(0), Text(row.GetInt64(1)), Text(row.GetInt64(2)), row.GetString(3), row.IsDBNull(4) ? null : row.GetString(4)))), cancellation);

    /// <summary>What it holds at this instant, and how far it had applied each stream then.</summary>
    internal Task<RegistrySnapshot> SnapshotAsync(CancellationToken cancellation) => InTurnAsync(() => new RegistrySnapshot(
            Party,
            _time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            _store.Query("SELECT host, MAX(number) FROM records GROUP BY host ORDER BY host",
                row => new RegistrySnapshot.Stream(row.GetString(0), Text(row.GetInt64(1)))),
            _store.Query("SELECT first, last, host, hub_first, hub_last, project, vintage, account, account_type FROM blocks ORDER BY first",
                row => RegistrySnapshot.Block.Of(RegistryLedger.ReadBlock(row))),
            _store.Query("SELECT adjustment, project, vintage, tonnes, applied_on FROM adjustments ORDER BY adjustment",
                row => new RegistrySnapshot.BookedAdjustment(row.GetString(0), row.GetString(1), row.GetInt32(2), Text(row.GetInt64(3)), row.GetString(4)))), cancellation);

    /// <summary>The number of a stream that it waits for.</summary>
    public Task<long> NextAsync(string host, CancellationToken cancellation) => InTurnAsync(() => NextNumber(host), cancellation);

    /// <summary>The last fetched record of a stream whose receipt the hub has, as far as the registry knows.</summary>
    public Task<long> AcknowledgedAsync(string host, CancellationToken cancellation) =>
        InTurnAsync(() => _store.Query("SELECT number FROM acknowledged WHERE host = $host", row => row.GetInt64(0), ("$host", host)).FirstOrDefault(), cancellation);

    /// <summary>The hub has the receipt of a record.</summary>
    public Task NoteAcknowledgedAsync(string host, long number, CancellationToken cancellation) =>
        InTurnAsync(() => _store.Execute("INSERT OR REPLACE INTO acknowledged VALUES ($host, $number)", ("$host", host), ("$number", number)), cancellation);

    /// <summary>Drops units into its ledger that no record made.</summary>
    internal Task AddByHandAsync(HandMadeUnits units, CancellationToken cancellation) =>
        InTurnAsync(() =>
        {
            new RegistryLedger(_store, _description).AddByHand(units);
            return true;
        }, cancellation);

    /// <summary>Takes away every unit that was dropped by hand.</summary>
    internal Task RemoveHandMadeAsync(CancellationToken cancellation) =>
        InTurnAsync(() => _store.Execute("DELETE FROM blocks WHERE hub_first = 0"), cancellation);

    /// <summary>The accounts that it keeps, as <c>registry-accounts-1.0.json</c> has them.</summary>
    public object Accounts() => new
    {
        documentType = "registry-accounts",
        schemaVersion = "1.0",
        registry = Party,
        asOf = _time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        accounts = _description.Accounts.Select(account => new
        {
            number = account.Account, type = account.AccountType, holder = account.Holder ?? account.Account, country = account.Country ?? Party, status = "open",
        }),
    };

    /// <summary>Tells the registry on which date it acts on a decision; without, it takes the day's date.</summary>
    public Task TellDateAsync(string decision, string issuedOn, CancellationToken cancellation) =>
        InTurnAsync(() => _store.Execute("INSERT OR REPLACE INTO decisions VALUES ($decision, $issuedOn)", ("$decision", decision), ("$issuedOn", issuedOn)), cancellation);

    public void Dispose()
    {
        _store.Dispose();
        _turn.Dispose();
    }

    /// <summary>One after the other: the store has one connection, and the fence must not be looked at by two.</summary>
    private async Task<T> InTurnAsync<T>(Func<T> act, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            return act();
        }
        finally
        {
            _turn.Release();
        }
    }

    private long NextNumber(string host) => _store.Query(
        "SELECT COALESCE(MAX(number), 0) + 1 FROM records WHERE host = $host", row => row.GetInt64(0), ("$host", host))[0];

    private RecordAnswer FirstAnswer(RegistryRecord record)
    {
        var (digest, receipt) = _store.Query("SELECT digest, receipt FROM records WHERE host = $host AND number = $number",
            row => (row.GetString(0), row.GetFieldValue<byte[]>(1)), ("$host", record.HostParty), ("$number", record.Number))[0];
        // A void number that was acted on before it became void: the first receipt says so.
        return digest == record.Digest || record.Type == RecordType.Void ? RecordAnswer.Receipted(receipt) : RecordAnswer.DigestMismatch(digest);
    }

    private RecordAnswer ApplyAndReceipt(RegistryRecord record, string? refusal)
    {
        var codes = refusal is null ? _schema.Check(record) : [refusal];
        if (codes.Count == 0)
        {
            using var applied = _store.Begin();
            var ledger = new RegistryLedger(_store, _description);
            var appliedOn = Apply(record, ledger);
            if (ledger.Codes.Count == 0)
            {
                var receipt = Keep(record, "applied", appliedOn, ledger.Touched, []);
                applied.Commit();
                return RecordAnswer.Receipted(receipt);
            }

            codes = ledger.Codes;
            applied.Rollback();
        }

        // A refusal takes the number too, or the stream would stand still for ever.
        using var refused = _store.Begin();
        var receipted = Keep(record, "refused", Today(), [], codes);
        refused.Commit();
        return RecordAnswer.Receipted(receipted);
    }

    // Gives the date on which the registry acts; why it cannot act is in the ledger's codes.
    private string Apply(RegistryRecord record, RegistryLedger ledger)
    {
        switch (record.Type)
        {
            case RecordType.Issuance:
                var issuance = record.Read<IssuanceData>();
                ledger.Issue(record.HostParty, issuance);
                var issuedOn = DateOf(issuance.Decision);
                if (issuance.Blocks.Any(block => block.LinkedTo is not null))
                    _store.Execute("INSERT OR IGNORE INTO acted VALUES ($decision)", ("$decision", issuance.Decision));
                return issuedOn;
            case RecordType.InternationalTransfer:
                var transfer = record.Read<InternationalTransferData>();
                ledger.MoveOut(record.HostParty, transfer);
                return string.CompareOrdinal(DateOf(transfer.Decision), transfer.ApprovedOn) < 0 ? transfer.ApprovedOn : DateOf(transfer.Decision);
            case RecordType.Transfer or RecordType.Retirement or RecordType.Cancellation:
                ledger.Operate(record.HostParty, record.Read<OperationData>());
                return Today();
            case RecordType.CorrespondingAdjustment:
                ledger.Adjust(record.Read<CorrespondingAdjustmentData>(), Today());
                return Today();
            case RecordType.UnitBlock:
                ledger.Block(record.HostParty, record.Read<CorrectionData>());
                return Today();
            case RecordType.UnitRelease:
                ledger.Release(record.HostParty, record.Read<CorrectionData>());
                return Today();
            case RecordType.AuthorizationRevision:
                ledger.Revise(record.HostParty, record.Read<CorrectionData>());
                return Today();
            case RecordType.EligibleCredits:
                ledger.Notice(record.HostParty, record.Read<EligibleCreditsData>());
                return Today();
            case RecordType.EligibilityWithdrawal:
                ledger.Forget(record.HostParty, record.Read<EligibilityWithdrawalData>());
                return Today();
            case RecordType.Void:
                return Today();
            default:
                throw new InvalidOperationException($"The schema let the type {record.Type} pass, which this registry does not know.");
        }
    }

    private byte[] Keep(
        RegistryRecord record, string outcome, string appliedOn,
        IReadOnlyList<RegistryReceipt.ReceiptedBlock> blocks, IReadOnlyList<string> codes)
    {
        var receipt = JsonSerializer.SerializeToUtf8Bytes(new RegistryReceipt
        {
            Registry = Party,
            HostParty = record.HostParty,
            StreamNumber = record.Number.ToString(CultureInfo.InvariantCulture),
            Record = new RegistryReceipt.ReceiptedRecord(record.Id, record.Digest),
            Outcome = outcome,
            AppliedOn = appliedOn,
            Blocks = blocks,
            Codes = codes,
        }, JsonSerializerOptions.Web);
        _store.Execute("INSERT INTO records VALUES ($host, $number, $id, $digest, $receipt)",
            ("$host", record.HostParty), ("$number", record.Number), ("$id", record.Id), ("$digest", record.Digest), ("$receipt", receipt));
        return receipt;
    }

    /// <summary>The day told for a decision's units. What was linked to a later transfer out of the host's registry is issued on the day on which it comes.</summary>
    private string DateOf(string decision) =>
        _store.Query("SELECT issued_on FROM decisions WHERE decision = $decision AND decision NOT IN (SELECT decision FROM acted)", row => row.GetString(0), ("$decision", decision))
            .FirstOrDefault() ?? Today();

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private string Today() => _time.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
