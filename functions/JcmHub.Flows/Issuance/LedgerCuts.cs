using JcmHub.Domain.Ledger.Journal;
using JcmHub.Domain.Parties;

namespace JcmHub.Flows.Issuance;

/// <summary>
/// The ledger as it was after an entry, a cut: the last checkpoint before it and the journal after that (D4). Reconciliation and
/// year-end holdings read cuts, never live rows, so nobody has to stand still meanwhile.
/// </summary>
public sealed class LedgerCuts(ILedgerRows rows, ICheckpoints checkpoints)
{
    /// <summary>A checkpoint is worth its reading only if it spares many entries.</summary>
    private const long EntriesPerCheckpoint = 500;

    /// <summary>The state after the last entry that is to be seen.</summary>
    public async Task<LedgerState> NowAsync(PartyId host, CancellationToken cancellationToken) =>
        await AtAsync(host, (await new LedgerView(rows, host).HeadAsync(cancellationToken)).LastVisible, cancellationToken);

    /// <summary>The state after an entry; that of an empty ledger after entry 0.</summary>
    /// <exception cref="InvalidDataException">The journal does not hold: it was changed in storage, or is shorter than asked.</exception>
    public async Task<LedgerState> AtAsync(PartyId host, long entry, CancellationToken cancellationToken)
    {
        var state = await FromCheckpointAsync(host, entry, cancellationToken);
        var reader = new JournalReader();
        await foreach (var line in new LedgerView(rows, host).JournalAsync(state.Head.LastEntry + 1, entry, cancellationToken))
            Apply(state, reader, line.Body.Span);
        return state.Head.LastEntry == entry
            ? state
            : throw new InvalidDataException($"The journal of {host} ends at entry {state.Head.LastEntry}, before {entry}.");
    }

    /// <summary>The state after the last entry that is not later than an instant.</summary>
    public async Task<LedgerState> AtAsync(PartyId host, DateTimeOffset instant, CancellationToken cancellationToken)
    {
        var view = new LedgerView(rows, host);
        var (low, high) = (0L, (await view.HeadAsync(cancellationToken)).LastEntry);
        while (low < high)
        {
            var middle = low + (high - low + 1) / 2;
            if (await view.EntryAsync(middle, cancellationToken) is { } entry && entry.Time <= instant)
                low = middle;
            else
                high = middle - 1;
        }

        return await AtAsync(host, low, cancellationToken);
    }

    /// <summary>Keeps the present state as a checkpoint, where enough was written since the last one.</summary>
    /// <returns>Whether one was written.</returns>
    public async Task<bool> CheckpointAsync(PartyId host, CancellationToken cancellationToken)
    {
        var head = await new LedgerView(rows, host).HeadAsync(cancellationToken);
        var last = await FromCheckpointAsync(host, head.LastEntry, cancellationToken);
        if (head.LastEntry - last.Head.LastEntry < EntriesPerCheckpoint)
            return false;
        using var content = Checkpoint.Write(await AtAsync(host, head.LastEntry, cancellationToken));
        return await checkpoints.AddAsync(host, head.LastEntry, content, cancellationToken);
    }

    private async Task<LedgerState> FromCheckpointAsync(PartyId host, long entry, CancellationToken cancellationToken)
    {
        await using var content = await checkpoints.FindAsync(host, entry, cancellationToken);
        return content is null ? new LedgerState(host) : await Checkpoint.ReadAsync(host, content, cancellationToken);
    }

    private static void Apply(LedgerState state, JournalReader reader, ReadOnlySpan<byte> line)
    {
        if (!JournalLine.TrySplit(line, out var entry, out var hash) || !JournalReader.IsHashOf(entry, hash))
            throw new InvalidDataException($"Entry {state.Head.LastEntry + 1} of the journal of {state.Host} is not as it was written.");
        var (link, change) = reader.Read(entry, hash);
        if (state.Apply(link, change) is { } failure)
            throw new InvalidDataException($"Entry {link.Number} of the journal of {state.Host}: {failure.Detail} [{failure.Code}]");
    }
}
