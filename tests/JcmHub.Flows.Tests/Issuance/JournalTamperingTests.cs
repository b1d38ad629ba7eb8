using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using JcmHub.Domain.Ledger.Journal;
using JcmHub.Domain.Parties;
using JcmHub.Flows.Exchange;
using JcmHub.Flows.Issuance;
using JcmHub.Flows.Signing;

namespace JcmHub.Flows.Tests.Issuance;

/// <summary>
/// A valid exported journal, and one tampering. What breaks the chain or a rule is found at the first entry that fails. What is written anew
/// with good hashes and breaks no rule is not found from the journal alone, and cannot be: that is what heads known from elsewhere and the
/// signature of the closing statement are for.
/// </summary>
public sealed class JournalTamperingTests
{
    private static readonly PartyId Host = PartyId.Parse("TH");
    private static readonly Signer Hub = new();
    private static readonly Gen<(int Seed, int Entries)> Journals = Gen.Select(Gen.Int[1, 1_000_000], Gen.Int[20, 45]);

    [Fact]
    public void Verify_AnyJournal_Holds() => Journals.Sample(of =>
    {
        var verdict = Verify(Exported(of));
        Assert.Null(verdict.Failure);
        Assert.Equal(Hub.Key.KeyId, verdict.Closing!.Signer!.KeyId);
    }, iter: 30);

    [Fact]
    public void Verify_AnyByteFlipped_FailsOnItsLine() => Gen.Select(Journals, Gen.Int[0, int.MaxValue], Gen.Int[0, int.MaxValue], Gen.Byte[1, 255]).Sample((of, at, where, with) =>
    {
        var lines = Exported(of);
        var number = at % lines.Count;
        lines[number][where % lines[number].Length] ^= with;
        Fails(lines, number + 1);
    }, iter: 400);

    /// <summary>In a hash's text a flip of one bit makes a capital of a digit: the same number, written otherwise.</summary>
    [Fact]
    public void Verify_HashInCapitals_FailsOnItsLine()
    {
        var lines = Exported((7, 30));
        for (var number = 0; number < lines.Count - 1; number++)
        {
            var at = lines[number].AsSpan().IndexOf(",\"hash\""u8) + 17;
            var digit = lines[number].AsSpan(at).IndexOfAnyInRange((byte)'a', (byte)'f') + at;
            lines[number][digit] ^= 0x20;
            Fails(lines, number + 1);
            lines[number][digit] ^= 0x20;
        }
    }

    /// <summary>The last digit of a signature's base64url has bits that say nothing; whoever changes them changed the file all the same.</summary>
    [Fact]
    public void Verify_LastDigitOfTheSignatureFlipped_FailsOnItsLine()
    {
        var lines = Exported((11, 25));
        for (var with = 1; with < 256; with++)
        {
            lines[^1][^3] ^= (byte)with;
            Fails(lines, lines.Count);
            lines[^1][^3] ^= (byte)with;
        }
    }

    [Fact]
    public void Verify_LinesDroppedDoubledSwappedOrInserted_FailsAtTheFirst() => Gen.Select(Journals, Gen.Int[0, int.MaxValue], Gen.Int[0, 5]).Sample((of, at, how) =>
    {
        var lines = Exported(of);
        var (last, number) = (lines.Count - 1, at % (lines.Count - 1));
        switch (how)
        {
            case 0:
                // Without its last entries the closing statement is on another line, and names one that is not there.
                lines.RemoveAt(number);
                Fails(lines, number + 1);
                break;
            case 1:
                lines.Insert(number, lines[number]);
                Fails(lines, number + 2);
                break;
            case 2 when number + 1 < last:
                (lines[number], lines[number + 1]) = (lines[number + 1], lines[number]);
                Fails(lines, number + 1);
                break;
            case 3:
                // A line of another journal, which is good by itself.
                lines.Insert(number, Exported((of.Seed + 1, of.Entries + 1))[^2]);
                Fails(lines, number + 1);
                break;
            case 4:
                Fails(lines.GetRange(0, number + 1), number + 2, "journal-cut-short");
                break;
            default:
                lines.Add(lines[number]);
                Fails(lines, lines.Count, "journal-closing");
                break;
        }
    }, iter: 300);

    /// <summary>Cut anywhere, in the middle of a line too.</summary>
    [Fact]
    public void Verify_FileCutAnywhere_Fails() => Gen.Select(Journals, Gen.Int[0, int.MaxValue]).Sample((of, at) =>
    {
        var whole = Bytes(Exported(of));
        // Without the last line's end, nothing is missing.
        var length = 1 + (at % (whole.Length - 2));
        Assert.Contains(JournalVerification.Verify(new MemoryStream(whole, 0, length), default).Failure?.Code, new[] { "journal-cut-short", "journal-unreadable", "journal-closing" });
    }, iter: 300);

    [Fact]
    public void Verify_RewrittenWithGoodHashesAndOneRuleBroken_FailsThere() => Gen.Select(Journals, Gen.Int[0, Forgery.All.Count - 1], Gen.Int[0, int.MaxValue]).Sample((of, which, at) =>
    {
        var forgery = Forgery.All[which];
        var entries = Entries(of);
        var candidates = entries.Where(forgery.Fits).ToArray();
        Assert.True(candidates.Length > 0, $"No entry of the journal fits the forgery: {forgery.Name}");
        var entry = candidates[at % candidates.Length];
        forgery.Forge(entry, entries);

        var verdict = Verify(Rewritten(entries, signer: null).Lines);

        Assert.True(verdict.FailedLine == Array.IndexOf(entries, entry) + 1 && forgery.Codes.Contains(verdict.Failure?.Code),
            $"{forgery.Name}, entry {Array.IndexOf(entries, entry) + 1}: found {verdict.Failure?.Code} on line {verdict.FailedLine}: {verdict.Failure?.Detail}");
    }, iter: 800);

    /// <summary>An entry left out, all behind it renumbered: found where the next one takes up what is missing; where none does, no rule is broken.</summary>
    [Fact]
    public void Verify_EntryLeftOutAndRenumbered_FailsWhereItIsMissedOrOnlyByAKnownHead() => Gen.Select(Journals, Gen.Int[0, int.MaxValue]).Sample((of, at) =>
    {
        var head = new RandomJournal(of.Seed, of.Entries, Hub.Key).Head;
        var entries = Entries(of);
        var gone = 1 + (at % (entries.Length - 1));
        var rest = entries.Where((_, i) => i != gone).ToArray();
        for (var i = gone; i < rest.Length; i++)
            Renumber(rest[i], gone + 1);
        var (lines, _) = Rewritten(rest, signer: null);

        var verdict = Verify(lines);

        if (verdict.Failure is not null)
            Assert.True(verdict.FailedLine > gone);
        else
            Assert.Equal("journal-cut-short", Verify(lines, head).Failure?.Code);
    }, iter: 200);

    /// <summary>
    /// Who a fact names, for whom a block is held: no rule speaks of it. Written anew with good hashes it holds; an entry known from elsewhere
    /// finds it, and the hub's signature cannot be had for it.
    /// </summary>
    [Fact]
    public void Verify_RewrittenWithinTheRules_IsFoundByAKnownHeadAndNotSignedByTheHub() => Gen.Select(Journals, Gen.Int[0, int.MaxValue]).Sample((of, at) =>
    {
        var original = new RandomJournal(of.Seed, of.Entries, Hub.Key);
        var entries = Entries(of);
        var number = at % entries.Length;
        entries[number]["facts"]!.AsArray().Add("another fact");

        Assert.Null(Verify(Rewritten(entries, signer: null).Lines).Failure);
        var (lines, _) = Rewritten(entries, signer: null);
        Assert.Equal(("journal-head", (long?)original.Head.Number), (Verify(lines, original.Head).Failure?.Code, Verify(lines, original.Head).FailedEntry));
        // The old statement does not fit the new chain, and another key is not the journal's.
        lines[^1] = Exported(of)[^1];
        Fails(lines, lines.Count, "journal-closing");
        Fails(Rewritten(entries, new Signer()).Lines, lines.Count, "journal-closing");
    }, iter: 60);

    /// <summary>Entries of before December 2026 have no member for approvals: their commands tell them.</summary>
    [Fact]
    public void Verify_ApprovalsToldByCommandsAlone_Holds() => Journals.Sample(of =>
    {
        var entries = Entries(of);
        foreach (var entry in entries)
            entry["change"]!.AsObject().Remove("approvals");
        Assert.Null(Verify(Rewritten(entries, signer: null).Lines).Failure);
    }, iter: 10);

    [Fact]
    public void SignedBy_EndOfAJournal_IsTheHubsOrFails()
    {
        var signed = Verify(Exported((5, 25)));
        var unsigned = Verify(Rewritten(Entries((5, 25)), signer: null).Lines);

        Assert.True(signed.SignedBy(null).Holds);
        Assert.True(signed.SignedBy(Hub.Key.KeyId).Holds);
        Assert.Equal("journal-other-key", signed.SignedBy(new Signer().Key.KeyId).Failure?.Code);
        Assert.True(unsigned.Holds);
        Assert.Equal("journal-unsigned", unsigned.SignedBy(null).Failure?.Code);
        Assert.Equal("journal-unsigned", unsigned.SignedBy(Hub.Key.KeyId).Failure?.Code);
    }

    /// <summary>What stands twice in the closing statement is read as the one by some and as the other by others.</summary>
    [Theory]
    [InlineData(",\"signature\":", ",\"signature\":\"\",\"signature\":")]
    [InlineData("\"host\":", "\"host\":\"MN\",\"host\":")]
    [InlineData("\"owner\":", "\"owner\":\"JP\",\"owner\":")]
    [InlineData(",\"signature\":", ",\"note\":\"\",\"signature\":")]
    public void Verify_ClosingWithAPropertyTwiceOrUnknown_IsNotBelieved(string before, string after)
    {
        var lines = Exported((9, 25));
        lines[^1] = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(lines[^1]).Replace(before, after, StringComparison.Ordinal));

        Fails(lines, lines.Count, "journal-closing");
    }

    [Fact]
    public void Verify_SignedWithADistrustedKey_IsNotBelieved()
    {
        var entries = Entries((3, 25)).ToList();
        var distrusted = entries[^1].DeepClone().AsObject();
        (distrusted["number"], distrusted["command"]) = (entries.Count + 1, KeyRing.DistrustCommand(Hub.Key.KeyId));
        distrusted["change"] = JsonNode.Parse("""{"adjustments":[],"blocks":[],"records":[],"replaced":[]}""");
        entries.Add(distrusted);

        Assert.Null(Verify(Rewritten([.. entries], signer: null).Lines).Failure);
        Fails(Rewritten([.. entries], Hub).Lines, entries.Count + 1, "journal-closing");
    }

    [Theory]
    [InlineData("12:sha-256:0000000000000000000000000000000000000000000000000000000000000000", true)]
    [InlineData("12:0000000000000000000000000000000000000000000000000000000000000000", true)]
    [InlineData("0:0000000000000000000000000000000000000000000000000000000000000000", false)]
    [InlineData("12:00", false)]
    [InlineData("12", false)]
    public void TryParse_Head_ReadsNumberAndHash(string text, bool isHead) => Assert.Equal(isHead, JournalHead.TryParse(text, out _));

    private static List<byte[]> Exported((int Seed, int Entries) of)
    {
        var journal = new RandomJournal(of.Seed, of.Entries, Hub.Key);
        return [.. journal.Lines.Select(line => (byte[])[.. line]), Closing(journal.Head, Hub)];
    }

    private static byte[] Closing(JournalHead head, Signer? signer) =>
        new JournalClosing(Host, head, new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), signer?.Key).WriteAsync(signer, default).GetAwaiter().GetResult();

    private static JsonObject[] Entries((int Seed, int Entries) of) =>
        [.. new RandomJournal(of.Seed, of.Entries, Hub.Key).Lines.Select(line => JsonNode.Parse(line)!["entry"]!.AsObject())];

    /// <summary>Every hash made good, as a forger would; and a closing statement of the new head.</summary>
    private static (List<byte[]> Lines, JournalHead Head) Rewritten(JsonObject[] entries, Signer? signer)
    {
        var lines = new List<byte[]>();
        var previous = string.Empty;
        foreach (var entry in entries)
        {
            entry["previousHash"] = previous;
            using var json = JsonDocument.Parse(entry.ToJsonString());
            var canonical = CanonicalJson.Canonicalize(json.RootElement);
            previous = ContentHash.Of(canonical);
            lines.Add([.. "{\"entry\":"u8, .. canonical, .. Encoding.UTF8.GetBytes($",\"hash\":\"{previous}\"}}")]);
        }

        var head = new JournalHead(entries.Length, previous);
        lines.Add(Closing(head, signer));
        return (lines, head);
    }

    /// <summary>An entry after one that is gone: its number, and the numbers by which it names blocks.</summary>
    private static void Renumber(JsonObject entry, int gone)
    {
        entry["number"] = entry["number"]!.GetValue<long>() - 1;
        foreach (var block in entry["change"]!["blocks"]!.AsArray())
            block!["entry"] = block["entry"]!.GetValue<long>() - 1;
        var replaced = entry["change"]!["replaced"]!.AsArray();
        for (var i = 0; i < replaced.Count; i++)
        {
            var key = BlockKey.Parse(replaced[i]!.GetValue<string>());
            replaced[i] = (key.Entry > gone ? key with { Entry = key.Entry - 1 } : key).ToString();
        }
    }

    private static void Fails(IReadOnlyList<byte[]> lines, int line, string? code = null)
    {
        var verdict = Verify(lines);
        Assert.True(verdict.Failure is not null && verdict.FailedLine == line && (code ?? verdict.Failure.Code) == verdict.Failure.Code,
            string.Create(CultureInfo.InvariantCulture, $"Line {line} {code} was tampered with, found was {verdict.FailedLine} {verdict.Failure?.Code} {verdict.Failure?.Detail}"));
    }

    private static JournalVerdict Verify(IReadOnlyList<byte[]> lines, JournalHead? known = null) => JournalVerification.Verify(new MemoryStream(Bytes(lines)), known, default);

    private static byte[] Bytes(IEnumerable<byte[]> lines) => [.. lines.SelectMany(line => line.Append((byte)'\n'))];

    private sealed class Signer : IRecordSigner
    {
        private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        public Signer() => Key = VerificationKey.Of(_key, VerificationKey.Hub, DateTimeOffset.UnixEpoch);

        public VerificationKey Key { get; }

        public Task<string> SignAsync(ReadOnlyMemory<byte> canonical, CancellationToken cancellationToken)
        {
            lock (_key)
                return Task.FromResult(DetachedSignature.Sign(_key, Key.KeyId, canonical.Span));
        }
    }
}
