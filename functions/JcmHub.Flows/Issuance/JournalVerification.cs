using System.Text.Json;
using JcmHub.Domain;
using JcmHub.Domain.Ledger.Journal;
using JcmHub.Domain.Methodologies;
using JcmHub.Flows.Signing;

namespace JcmHub.Flows.Issuance;

/// <summary>
/// Replays a journal with nothing else at hand (D10): each entry's own hash, the chain, and every check of <see cref="LedgerState"/>.
/// One pass over the bytes; memory grows with the blocks that there are, not with the entries. What it cannot tell: whether somebody wrote
/// the journal anew from an entry on, with good hashes and within the rules. Against that stands a head known from elsewhere, such as a
/// sealed night's, and the key that signed the closing statement.
/// </summary>
public static class JournalVerification
{
    private const int InitialBuffer = 1 << 20;

    /// <summary>No entry is longer: a transaction holds 3 MB, and a body of a row less.</summary>
    private const int LongestLine = 1 << 24;

    /// <summary>Replays the lines of a stream and stops at the first entry that fails.</summary>
    /// <param name="journal">One entry a line, and the closing statement, as <c>export-journal</c> writes them.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The verdict, as the other gives it.</returns>
    public static JournalVerdict Verify(Stream journal, CancellationToken cancellationToken) => Verify(journal, null, cancellationToken);

    /// <summary>The same, with an entry that is known from elsewhere.</summary>
    /// <param name="journal">One entry a line, and the closing statement.</param>
    /// <param name="known">An entry's number and hash that the journal must have; null where none is known.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>
    /// The failure's code is <c>journal-unreadable</c>, <c>journal-hash</c>, <c>journal-host</c>, one of <see cref="LedgerState.Apply"/>,
    /// <c>journal-head</c> where the known entry is another one, <c>journal-closing</c> where the closing statement cannot be believed, or
    /// <c>journal-cut-short</c> where it is missing, or names an entry that is not there.
    /// </returns>
    public static JournalVerdict Verify(Stream journal, JournalHead? known, CancellationToken cancellationToken)
    {
        var replay = new Replay(known);
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

        if (filled > 0 && replay.Fails(buffer.AsSpan(0, filled)))
            return replay.Verdict;
        replay.End();
        return replay.Verdict;
    }

    /// <summary>Why an entry fails, before it is stored: the one pass of the rules, over its own bytes, by which the whole journal is replayed.</summary>
    /// <param name="line">The entry as it would be stored.</param>
    /// <param name="before">The state before it, as far as it touches it.</param>
    /// <returns>Null where the entry holds; else one of the failures of <see cref="Verify(Stream, JournalHead?, CancellationToken)"/>.</returns>
    internal static Finding? WhyNot(ReadOnlySpan<byte> line, LedgerState before) => new Replay(null, before).Failure(line);

    private sealed class Replay(JournalHead? known, LedgerState? before = null)
    {
        private readonly Dictionary<string, string> _keys = [];
        private readonly Dictionary<long, JournalVerdict> _open = [];
        private readonly JournalReader _reader = new();
        private LedgerState? _state = before;
        private long _entries;

        private JournalClosing? _closing;
        private JournalVerdict? _failed;

        public JournalVerdict Verdict => _failed ?? new JournalVerdict(_entries, _state) { Closing = _closing };

        public bool Fails(ReadOnlySpan<byte> line)
        {
            if (_entries == 0)
                line = ByteOrderMark.SkipIn(line);
            if (Failure(line) is { } failure)
            {
                // A later entry may repair this one; until it does, the journal does not hold, and this is why.
                if (IsOpen(failure))
                    _open[_state!.Head.LastEntry] = Failed(line, failure);
                else
                {
                    _failed = FirstOpen ?? Failed(line, failure);
                    return true;
                }
            }

            if (_closing is null)
                _entries++;
            return false;
        }

        /// <summary>There is no line any more. A file without any entry is no journal, and none that was cut.</summary>
        public void End()
        {
            if (FirstOpen is { } open)
                _failed = open;
            else if (_entries > 0 && _closing is null)
                _failed = Failed(default, CutShort("there is no closing statement behind the last entry"));
            else if (known is { } head && head.Number > _entries)
                _failed = Failed(default, CutShort($"entry {head.Number} is known, but the journal ends at entry {_entries}"));
        }

        public Finding? Failure(ReadOnlySpan<byte> line)
        {
            if (_closing is not null)
                return Closing("something follows it");
            if (line.StartsWith(JournalClosing.Beginning))
                return Close(line);
            if (!JournalLine.TrySplit(line, out var entry, out var hash))
                return Unreadable("it is not {\"entry\":…,\"hash\":\"sha-256:…\"}");
            if (!JournalReader.IsHashOf(entry, hash))
                return new Finding("journal-hash", "", "The entry fails: its bytes do not have the hash that stands beside them.", "記録が不正です（ハッシュ値が一致しません）。");
            try
            {
                var (link, change) = _reader.Read(entry, hash);
                _state ??= new LedgerState(_reader.Host);
                if (_reader.KeyCommand is { } key)
                    _keys[key.Command] = key.InputHash;
                return _reader.Host == _state.Host
                    ? Applied(_state, link, change)
                    : new Finding("journal-host", "", $"The entry fails: it is of {_reader.Host} in a journal of {_state.Host}.", "記録が不正です（別の国の台帳の記録です）。");
            }
            catch (Exception fault) when (fault is JsonException or FormatException or InvalidOperationException or ArgumentException or OverflowException)
            {
                return Unreadable(fault is ArgumentException or OverflowException ? "a value is outside its range, such as a range that ends before it begins" : fault.Message);
            }
        }

        private JournalVerdict? FirstOpen => _state?.Broken is [var first, ..] ? _open[first.Number] : null;

        private bool IsOpen(Finding failure) => _state?.Broken is [.., var last] && last.Number == _state.Head.LastEntry && ReferenceEquals(last.Failure, failure);

        /// <summary>An entry that another hash is known of is not the hub's, whether it could be repaired or not.</summary>
        private Finding? Applied(LedgerState state, JournalLink link, LedgerChange change)
        {
            var failure = state.Apply(link, change);
            return failure is null || IsOpen(failure) ? Known(link) ?? failure : failure;
        }

        private Finding? Known(JournalLink link) => known is { } head && head.Number == link.Number && head.Hash != link.Hash
            ? new Finding("journal-head", "", $"The entry fails: its hash is not {head.Hash}, which is known of it.", "記録が不正です（既知のハッシュ値と一致しません）。")
            : null;

        private Finding? Close(ReadOnlySpan<byte> line)
        {
            var (closing, wrong) = JournalClosing.Read(line);
            if (closing is null)
                return Closing(wrong!);
            if (closing.Host != _state?.Host)
                return Closing($"it is of {closing.Host}");
            if (closing.Head.Number > _entries)
                return CutShort($"its closing statement names entry {closing.Head.Number}, but the last one here is {_entries}");
            if (closing.Head != new JournalHead(_entries, _state.Head.LastHash))
                return Closing($"it names entry {closing.Head}, which is not the last one");
            if (closing.Signer is { } key && Distrusted(key) is { } reason)
                return Closing(reason);
            _closing = closing;
            return null;
        }

        /// <summary>The key must be the one that the journal entered, and not distrusted since.</summary>
        private string? Distrusted(VerificationKey key) =>
            _keys.GetValueOrDefault(KeyRing.EnterCommand(key.KeyId)) != ContentHash.Of(key.Write()) ? $"it is signed with the key {key.KeyId}, which the journal does not know"
            : _keys.ContainsKey(KeyRing.DistrustCommand(key.KeyId)) ? $"it is signed with the key {key.KeyId}, which is distrusted"
            : null;

        private static Finding Closing(string why) =>
            new("journal-closing", "", $"The closing statement cannot be believed: {why}.", $"終端の記載が不正です（{why}）。");

        private static Finding CutShort(string why) =>
            new("journal-cut-short", "", $"The journal is cut short: {why}.", $"台帳が途中で切れています（{why}）。");

        private static Finding Unreadable(string why) =>
            new("journal-unreadable", "", $"The entry cannot be read: {why}", $"記録を読み取れません（{why}）。");

        private JournalVerdict Failed(ReadOnlySpan<byte> line, Finding failure)
        {
            var verdict = new JournalVerdict(_entries, null) { Failure = failure, FailedLine = _entries + (_closing is null ? 1 : 2) };
            try
            {
                using var json = JsonDocument.Parse(line.ToArray());
                var entry = json.RootElement.GetProperty("entry");
                return verdict with
                {
                    FailedEntry = entry.GetProperty("number").GetInt64(), FailedCommand = entry.GetProperty("command").GetString(),
                    FailedHash = json.RootElement.GetProperty("hash").GetString(),
                };
            }
            catch (Exception fault) when (fault is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
            {
                return verdict;
            }
        }
    }
}
