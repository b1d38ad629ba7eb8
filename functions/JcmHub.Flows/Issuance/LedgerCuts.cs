using System.Text.Json;
using JcmHub.Domain.Ledger.Journal;
using JcmHub.Domain.Parties;
using Microsoft.Extensions.Logging;

namespace JcmHub.Flows.Issuance;

/// <summary>
/// The ledger as it was after an entry, a cut: the last checkpoint before it and the journal after that (D4). Reconciliation and
/// year-end holdings read cuts, never live rows, so nobody has to stand still meanwhile. A checkpoint counts only where an entry of the
/// journal bears its hash and lies within the cut, so that the chain proves it; another one is as if it were not there.
/// </summary>
public sealed class LedgerCuts(ILedgerRows rows, ICheckpoints checkpoints, ILogger<LedgerCuts> log)
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
        var state = await ThroughAsync(host, entry, cancellationToken);
        // What an entry within the cut breaks may have been repaired after it.
        if (state.Broken is [var first, ..]
            && (await ThroughAsync(host, (await new LedgerView(rows, host).HeadAsync(cancellationToken)).LastEntry, cancellationToken)).Broken.Any(open => open.Number <= entry))
            throw new InvalidDataException($"Entry {first.Number} of the journal of {host}: {first.Failure.Detail} [{first.Failure.Code}]");
        return state;
    }

    /// <summary>The same, also where entries break rules that a repair could mend and none has: the state names them, and has what they touched as they have it.</summary>
    /// <exception cref="InvalidDataException">The journal does not hold, and nothing can repair it.</exception>
    internal async Task<LedgerState> ThroughAsync(PartyId host, long entry, CancellationToken cancellationToken)
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

    /// <summary>Keeps the present state as a checkpoint, where enough was written since the last one that counts.</summary>
    /// <returns>The command that binds it to the journal; null where none was written. A journal that does not hold gets none, and stops no other host's.</returns>
    internal async Task<BoundCheckpoint?> CheckpointAsync(PartyId host, CancellationToken cancellationToken)
    {
        try
        {
            return await KeptAsync(host, cancellationToken);
        }
        catch (InvalidDataException broken)
        {
            log.JournalBroken(host, broken);
            return null;
        }
    }

    private async Task<BoundCheckpoint?> KeptAsync(PartyId host, CancellationToken cancellationToken)
    {
        var head = await new LedgerView(rows, host).HeadAsync(cancellationToken);
        var last = await FromCheckpointAsync(host, head.LastEntry, cancellationToken);
        if (head.LastEntry - last.Head.LastEntry < EntriesPerCheckpoint)
            return null;
        using var content = Checkpoint.Write(await AtAsync(host, head.LastEntry, cancellationToken));
        // Where a process died before it bound what it wrote, the blob is there: with these bytes, or it does not count.
        await checkpoints.AddAsync(host, head.LastEntry, content, cancellationToken);
        return new BoundCheckpoint(head.LastEntry, ContentHash.Of(content.ToArray()));
    }

    private async Task<LedgerState> FromCheckpointAsync(PartyId host, long entry, CancellationToken cancellationToken)
    {
        for (var atMost = entry; await checkpoints.FindAsync(host, atMost, cancellationToken) is { } found; atMost = found.Entry - 1)
        {
            if (await BindingAsync(host, found.Entry, entry, cancellationToken) is not { } hash)
                continue;
            if (ContentHash.Of(found.Content) == hash)
                return await Checkpoint.ReadAsync(host, new MemoryStream(found.Content), cancellationToken);
            log.CheckpointChanged(host, found.Entry);
        }

        return new LedgerState(host);
    }

    /// <summary>The hash that an entry within the cut gives a checkpoint; null where none does. That entry itself is proved when the cut is folded.</summary>
    private async Task<string?> BindingAsync(PartyId host, long checkpoint, long cut, CancellationToken cancellationToken)
    {
        var view = new LedgerView(rows, host);
        var command = BoundCheckpoint.Command(checkpoint);
        return await view.FindAsync<CommandRow>(LedgerKeys.Command(command), cancellationToken) is { Value: var bound }
            && bound.Entry > checkpoint && bound.Entry <= cut
            && await view.EntryAsync(bound.Entry, cancellationToken) is { } entry && entry.Command == command
                ? entry.InputHash
                : null;
    }

    private static void Apply(LedgerState state, JournalReader reader, ReadOnlySpan<byte> line)
    {
        if (!JournalLine.TrySplit(line, out var entry, out var hash) || !JournalReader.IsHashOf(entry, hash))
            throw new InvalidDataException($"Entry {state.Head.LastEntry + 1} of the journal of {state.Host} is not as it was written.");
        try
        {
            var (link, change) = reader.Read(entry, hash);
            if (state.Apply(link, change) is { } failure && !state.IsOpen(link.Number))
                throw new InvalidDataException($"Entry {link.Number} of the journal of {state.Host}: {failure.Detail} [{failure.Code}]");
        }
        catch (Exception fault) when (fault is JsonException or FormatException or InvalidOperationException or ArgumentException or OverflowException)
        {
            throw new InvalidDataException($"Entry {state.Head.LastEntry + 1} of the journal of {state.Host} cannot be read: {fault.Message}", fault);
        }
    }
}
