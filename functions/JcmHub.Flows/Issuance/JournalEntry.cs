using System.Text.Json;
using JcmHub.Domain.Adjustments;
using JcmHub.Domain.Ledger;
using JcmHub.Flows.Exchange;

namespace JcmHub.Flows.Issuance;

/// <summary>
/// One entry of a host's journal: what a command changed, whole. Each entry holds the hash of the one before,
/// so that nothing can be changed or left out unnoticed (D10).
/// </summary>
public sealed record JournalEntry
{
    /// <summary>Its number, dense from 1.</summary>
    public required long Number { get; init; }

    /// <summary>The later of the clock and the entry before.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The command.</summary>
    public required string Command { get; init; }

    /// <summary>The hash of the command's input.</summary>
    public required string InputHash { get; init; }

    /// <summary>What happened, in words.</summary>
    public required IReadOnlyList<string> Facts { get; init; }

    /// <summary>Blocks as they are after the entry.</summary>
    public required IReadOnlyList<UnitBlock> Blocks { get; init; }

    /// <summary>Keys of blocks that are no more.</summary>
    public required IReadOnlyList<string> RemovedBlocks { get; init; }

    /// <summary>Adjustments as they are after the entry.</summary>
    public required IReadOnlyList<CorrespondingAdjustment> Adjustments { get; init; }

    /// <summary>Records put into the outbox, each with its digest.</summary>
    public required IReadOnlyDictionary<RecordId, string> Records { get; init; }

    /// <summary>The hash of the entry before; empty for the first.</summary>
    public required string PreviousHash { get; init; }

    /// <summary>The hash of this entry: over its canonical JSON without this property.</summary>
    public required string Hash { get; init; }

    /// <summary>The entry that follows <paramref name="before"/>.</summary>
    public static JournalEntry Create(LedgerHead before, LedgerEntry entry, string command, string inputHash, IEnumerable<OutboxRecord> records)
    {
        var unhashed = new JournalEntry
        {
            Number = entry.Head.LastEntry,
            Time = entry.Time,
            Command = command,
            InputHash = inputHash,
            Facts = entry.Facts,
            Blocks = [.. entry.Blocks],
            RemovedBlocks = [.. entry.RemovedBlocks.Select(block => LedgerKeys.Block(block.Registry, block.Last))],
            Adjustments = entry.Adjustments,
            Records = records.ToDictionary(record => record.Id, record => record.Digest),
            PreviousHash = before.LastHash,
            Hash = string.Empty,
        };
        return unhashed with { Hash = unhashed.ComputeHash() };
    }

    /// <summary>The hash that the entry should bear.</summary>
    public string ComputeHash()
    {
        using var document = JsonDocument.Parse(LedgerJson.Write(this with { Hash = string.Empty }));
        return CanonicalJson.Digest(CanonicalJson.Canonicalize(document.RootElement));
    }
}
