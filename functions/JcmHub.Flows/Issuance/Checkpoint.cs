using System.IO.Compression;
using System.Text.Json;
using JcmHub.Domain.Adjustments;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Ledger.Journal;
using JcmHub.Domain.Parties;

namespace JcmHub.Flows.Issuance;

/// <summary>
/// The written form of a ledger's state after an entry: gzip of JSON lines, the head and the approvals first, then each block, then each adjustment.
/// It can always be made again from the journal; it only spares the reading.
/// </summary>
public static class Checkpoint
{
    /// <summary>Writes a state.</summary>
    public static MemoryStream Write(LedgerState state)
    {
        var content = new MemoryStream();
        using (var lines = new GZipStream(content, CompressionLevel.Fastest, leaveOpen: true))
        {
            WriteLine(lines, new Line { Head = state.Head, Approvals = state.Approvals?.ToArray() });
            foreach (var block in state.Blocks.OrderBy(block => block.Registry.Code, StringComparer.Ordinal).ThenBy(block => block.Units.First))
                WriteLine(lines, new Line { Block = block });
            foreach (var adjustment in state.Adjustments.OrderBy(adjustment => adjustment.Id, StringComparer.Ordinal))
                WriteLine(lines, new Line { Adjustment = adjustment });
        }

        content.Position = 0;
        return content;
    }

    /// <summary>Reads a state.</summary>
    /// <exception cref="JsonException">The content is no checkpoint.</exception>
    public static async Task<LedgerState> ReadAsync(PartyId host, Stream content, CancellationToken cancellationToken)
    {
        LedgerHead? head = null;
        IReadOnlyList<DecisionApproval>? approvals = null;
        var blocks = new List<UnitBlock>();
        var adjustments = new List<CorrespondingAdjustment>();
        using var lines = new StreamReader(new GZipStream(content, CompressionMode.Decompress));
        while (await lines.ReadLineAsync(cancellationToken) is { } text)
        {
            var line = LedgerJson.Read<Line>(System.Text.Encoding.UTF8.GetBytes(text));
            (head, approvals) = (line.Head ?? head, line.Approvals ?? approvals);
            if (line.Block is { } block)
                blocks.Add(block);
            if (line.Adjustment is { } adjustment)
                adjustments.Add(adjustment);
        }

        return LedgerState.Restore(host, head ?? throw new JsonException("The checkpoint has no head."), blocks, adjustments, approvals);
    }

    private static void WriteLine(Stream lines, Line line)
    {
        lines.Write(LedgerJson.Write(line));
        lines.WriteByte((byte)'\n');
    }

    private sealed record Line
    {
        public LedgerHead? Head { get; init; }

        public IReadOnlyList<DecisionApproval>? Approvals { get; init; }

        public UnitBlock? Block { get; init; }

        public CorrespondingAdjustment? Adjustment { get; init; }
    }
}
