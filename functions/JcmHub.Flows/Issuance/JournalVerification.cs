using System.Text.Json;
using JcmHub.Domain.Ledger.Journal;
using JcmHub.Domain.Methodologies;

namespace JcmHub.Flows.Issuance;

/// <summary>
/// Replays a journal with nothing else at hand (D10): each entry's own hash, the chain, and every check of <see cref="LedgerState"/>.
/// One pass over the bytes; memory grows with the blocks that there are, not with the entries.
/// </summary>
public static class JournalVerification
{
    private const int InitialBuffer = 1 << 20;

    /// <summary>No entry is longer: a transaction holds 3 MB, and a body of a row less.</summary>
    private const int LongestLine = 1 << 24;

    /// <summary>Replays the lines of a stream and stops at the first entry that fails.</summary>
    /// <param name="journal">One entry a line, as <c>export-journal</c> writes them.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>
    /// The failure's code is <c>journal-unreadable</c>, <c>journal-hash</c>, <c>journal-host</c> or one of <see cref="LedgerState.Apply"/>.
    /// </returns>
    public static JournalVerdict Verify(Stream journal, CancellationToken cancellationToken)
    {
        var replay = new Replay();
        var buffer = new byte[InitialBuffer];
        var filled = 0;
        for (int read; (read = journal.Read(buffer, filled, buffer.Length - filled)) > 0;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            filled += read;
            var start = 0;
            for (int length; (length = buffer.AsSpan(start, filled - start).IndexOf((byte)'\n')) >= 0; start += length + 1)
            {
                if (replay.Fails(buffer.AsSpan(start, length)))
                    return replay.Verdict;
            }

            buffer.AsSpan(start, filled - start).CopyTo(buffer);
            filled -= start;
            if (filled == buffer.Length && buffer.Length < LongestLine)
                Array.Resize(ref buffer, buffer.Length * 2);
            else if (filled == buffer.Length)
                break;
        }

        if (filled > 0)
            replay.Fails(buffer.AsSpan(0, filled));
        return replay.Verdict;
    }

    private sealed class Replay
    {
        private readonly JournalReader _reader = new();
        private LedgerState? _state;
        private long _entries;

        private JournalVerdict? _failed;

        public JournalVerdict Verdict => _failed ?? new JournalVerdict(_entries, _state);

        public bool Fails(ReadOnlySpan<byte> line)
        {
            if (Failure(line) is { } failure)
            {
                _failed = Failed(line, failure);
                return true;
            }

            _entries++;
            return false;
        }

        private Finding? Failure(ReadOnlySpan<byte> line)
        {
            if (!JournalLine.TrySplit(line, out var entry, out var hash))
                return Unreadable("it is not {\"entry\":…,\"hash\":\"sha-256:…\"}");
            if (!JournalReader.IsHashOf(entry, hash))
                return new Finding("journal-hash", "", "The entry fails: its bytes do not have the hash that stands beside them.", "記録が不正です（ハッシュ値が一致しません）。");
            try
            {
                var (link, change) = _reader.Read(entry, hash);
                _state ??= new LedgerState(_reader.Host);
                return _reader.Host == _state.Host
                    ? _state.Apply(link, change)
                    : new Finding("journal-host", "", $"The entry fails: it is of {_reader.Host} in a journal of {_state.Host}.", "記録が不正です（別の国の台帳の記録です）。");
            }
            catch (Exception fault) when (fault is JsonException or FormatException or InvalidOperationException or ArgumentException or OverflowException)
            {
                return Unreadable(fault.Message);
            }
        }

        private static Finding Unreadable(string why) =>
            new("journal-unreadable", "", $"The entry cannot be read: {why}", $"記録を読み取れません（{why}）。");

        private JournalVerdict Failed(ReadOnlySpan<byte> line, Finding failure)
        {
            var verdict = new JournalVerdict(_entries, null) { Failure = failure, FailedLine = _entries + 1 };
            try
            {
                using var json = JsonDocument.Parse(line.ToArray());
                var entry = json.RootElement.GetProperty("entry");
                return verdict with { FailedEntry = entry.GetProperty("number").GetInt64(), FailedCommand = entry.GetProperty("command").GetString() };
            }
            catch (Exception fault) when (fault is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
            {
                return verdict;
            }
        }
    }
}
