using JcmHub.Domain.Ledger;
using JcmHub.Domain.Ledger.Journal;

namespace JcmHub.Flows.Issuance;

/// <summary>
/// Blocks as they were: a block names the entry that left it so, and that entry the blocks that it replaced, so the past is read by going
/// from entry to entry, never through the journal as a whole.
/// </summary>
internal sealed class BlockHistory(LedgerView view)
{
    private readonly Dictionary<long, JournalEntry> _entries = [];

    /// <summary>The entry that left a block as it is.</summary>
    public async Task<JournalEntry> EntryOfAsync(UnitBlock block, CancellationToken cancellationToken)
    {
        if (!_entries.TryGetValue(block.Entry, out var entry))
            _entries[block.Entry] = entry = await view.EntryAsync(block.Entry, cancellationToken)
                ?? throw new InvalidDataException($"Block {BlockKey.Of(block)} names entry {block.Entry}, which is not in the journal of {view.Host}.");
        return entry;
    }

    /// <summary>The block of the same registry that held these units before the entry that left them as they are; null where there was none.</summary>
    public async Task<UnitBlock?> BeforeAsync(UnitBlock block, CancellationToken cancellationToken)
    {
        // Blocks do not overlap, so only the first replaced one that does not end before this one can hold its units.
        var key = (await EntryOfAsync(block, cancellationToken)).Change.Replaced
            .Where(replaced => replaced.Registry == block.Registry && replaced.Last >= block.Units.Last)
            .OrderBy(replaced => replaced.Last)
            .Select(replaced => (BlockKey?)replaced)
            .FirstOrDefault();
        if (key is not { } found || await view.EntryAsync(found.Entry, cancellationToken) is not { } entry)
            return null;
        _entries[found.Entry] = entry;
        var before = entry.Change.Blocks.Single(candidate => candidate.Registry == found.Registry && candidate.Units.Last == found.Last);
        return before.Units.Contains(block.Units) ? before : null;
    }

    /// <summary>What a block was after an entry; null where its units were not in its registry then, or where the block then ended elsewhere.</summary>
    public async Task<UnitBlock?> AsOfAsync(UnitBlock block, long entry, CancellationToken cancellationToken)
    {
        var then = block;
        while (then is not null && then.Entry > entry)
            then = await BeforeAsync(then, cancellationToken);
        // Blocks are split and never joined: of those that a block became, the one with its last unit stands for it.
        return then?.Units.Last == block.Units.Last ? then : null;
    }

    /// <summary>The way of a unit, newest first: each block that held it, in whatever registry.</summary>
    public async IAsyncEnumerable<UnitBlock> OfAsync(
        UnitBlock block, long unit, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var now = block; now is not null;)
        {
            yield return now;
            var here = now;
            // Where it came from another registry, that one's block left in the same entry.
            now = await BeforeAsync(here, cancellationToken)
                ?? (await EntryOfAsync(here, cancellationToken)).Change.Blocks.FirstOrDefault(other =>
                    other.Registry != here.Registry && other.State == UnitState.Out && other.Units.Contains(new SerialRange(unit, unit)));
        }
    }
}
