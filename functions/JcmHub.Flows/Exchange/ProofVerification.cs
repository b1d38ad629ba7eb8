using System.Text.Json;
using JcmHub.Domain;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Methodologies;
using JcmHub.Domain.Parties;
using JcmHub.Flows.Issuance;
using JcmHub.Flows.Signing;

namespace JcmHub.Flows.Exchange;

/// <summary>
/// Proves a stored record and its receipt with nothing at hand but the proof (D6): canonical bytes, digests, both signatures,
/// the keys' periods, and the journal entries' own hashes. That the entries stand in the host's journal is for whoever holds the
/// journal. Whose the keys are is for whoever knows them: those that are handed in as trusted are held against the proof's own;
/// without any, a proof that is forged with keys of the forger's own holds.
/// </summary>
public sealed class ProofVerification
{
    private readonly List<string> _proved = [];
    private readonly Dictionary<string, JournalledKey> _keys = [];
    private JsonElement _proof;
    private JsonElement _record;
    private RecordId _id;
    private string _digest = string.Empty;
    private DateTimeOffset _recordTime;
    private readonly TrustedKeys? _trusted;
    private readonly List<VerificationKey> _reliedOn = [];

    private ProofVerification(TrustedKeys? trusted) => _trusted = trusted;

    /// <summary>Judges a proof by the keys that it brings.</summary>
    /// <returns>As the other.</returns>
    public static ProofVerdict Verify(ReadOnlyMemory<byte> proof) => Verify(proof, null);

    /// <summary>Judges a proof.</summary>
    /// <param name="proof">The proof.</param>
    /// <param name="trusted">The keys to rely on; null for those that the proof brings.</param>
    /// <returns>
    /// The failure's code is <c>proof-unreadable</c>, <c>record-not-journalled</c>, <c>receipt-not-journalled</c>, <c>journal-hash</c>,
    /// <c>key-not-journalled</c>, <c>key-not-trusted</c>, <c>signature-key-distrusted</c>, <c>signature-other-sender</c>, <c>receipt-for-another-record</c>,
    /// or one of <see cref="DetachedSignature"/>.
    /// </returns>
    public static ProofVerdict Verify(ReadOnlyMemory<byte> proof, TrustedKeys? trusted)
    {
        var verification = new ProofVerification(trusted);
        try
        {
            using var json = JsonDocument.Parse(ByteOrderMark.Skip(proof));
            verification._proof = json.RootElement;
            var failure = verification.Run();
            return new ProofVerdict(verification._proved, failure) { Record = failure is null ? verification._id : null, ReliedOn = verification._reliedOn };
        }
        catch (Exception fault) when (fault is JsonException or FormatException or InvalidOperationException or KeyNotFoundException or ArgumentException)
        {
            return new ProofVerdict(verification._proved, Failed("proof-unreadable", $"this is no proof of a record that can be read: {fault.Message.TrimEnd('.')}", "証明書を読み取れません"));
        }
    }

    private Finding? Run() => ReadForm() ?? ReadRecord() ?? ReadKeys() ?? CheckRecord() ?? CheckReceipt();

    /// <summary>What no signature and no hash covers is read strictly: nothing may stand in a proof that nobody has looked at.</summary>
    private Finding? ReadForm()
    {
        // No member twice, at any depth.
        CanonicalJson.Canonicalize(_proof);
        if (Word("documentType") != RecordProof.DocumentType || Word("schemaVersion") != RecordProof.SchemaVersion)
            return Failed("proof-unreadable", "it is no record-proof of schemaVersion 1.0", "証明書ではありません");
        IsOf(_proof, ["documentType", "schemaVersion", "record", "signature", "recordEntry", "receipt", "receiptSignature", "receiptEntry", "keys"]);
        foreach (var key in _proof.GetProperty("keys").EnumerateArray())
            IsOf(key, ["key", "entry"], "distrusted");
        return null;
    }

    private string? Word(string member) => _proof.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>Has all of these members, may have the other one, and no more.</summary>
    private static void IsOf(JsonElement json, string[] members, string? optional = null)
    {
        if (members.FirstOrDefault(member => !json.TryGetProperty(member, out _)) is { } missing)
            throw new FormatException($"the member {missing} is missing");
        foreach (var member in json.EnumerateObject())
        {
            if (member.Name != optional && !members.Contains(member.Name))
                throw new FormatException($"the member {member.Name} is not known");
        }
    }

    private Finding? ReadRecord()
    {
        _record = _proof.GetProperty("record");
        _id = RecordId.Parse(_record.Text("id"));
        _digest = CanonicalJson.Digest(CanonicalJson.Canonicalize(_record));
        _recordTime = _record.GetProperty("time").GetDateTimeOffset();
        var names = new RecordId(PartyId.Parse(_record.Text("hostparty")), Destination.Parse(_record.Text("destination")), _record.Number("streamnumber"));
        return names == _id ? null : Failed("proof-unreadable", $"the record {_id} says that it is {names}", "記録の番号が一致しません");
    }

    private Finding? ReadKeys()
    {
        foreach (var item in _proof.GetProperty("keys").EnumerateArray())
        {
            var key = VerificationKey.Parse(JsonSerializer.SerializeToUtf8Bytes(item.GetProperty("key")));
            var (entry, error) = ReadEntry(item.GetProperty("entry"));
            if (error is not null)
                return error;
            if (!entry!.Command.StartsWith(KeyRing.EnterCommand(key.KeyId), StringComparison.Ordinal) || entry.InputHash != ContentHash.Of(key.Write()))
                return Failed("key-not-journalled", $"entry {entry.Number} does not enter the key {key.KeyId} as it stands here", "鍵が台帳に登録されていません");
            JournalEntry? distrusted = null;
            if (item.TryGetProperty("distrusted", out var line))
                (distrusted, error) = ReadEntry(line);
            if (error is not null)
                return error;
            _keys[key.KeyId] = new JournalledKey(key, entry.Number, distrusted?.Number);
            _proved.Add($"Key {key.KeyId} of {key.Owner} was entered into the journal of {_id.Host} by entry {entry.Number}"
                + (distrusted is null ? "." : $" and is distrusted from entry {distrusted.Number} on."));
        }

        return null;
    }

    private Finding? CheckRecord()
    {
        var (entry, error) = ReadEntry(_proof.GetProperty("recordEntry"));
        if (error is not null)
            return error;
        var nothing = entry!.Change.Voided?.Any(each => each.Id == _id && each.Digest == _digest) == true;
        if (!nothing && !entry.Change.Records.Any(each => each.Id == _id && each.Digest == _digest))
            return Failed("record-not-journalled", $"entry {entry.Number} announces no record {_id} with the digest {_digest}", "記録が台帳にありません");
        _proved.Add($"Record {_id} with the digest {_digest} was announced by entry {entry.Number} of the journal of {_id.Host}, at {entry.Time:O}."
            + (nothing ? $" It is void: the number stands for nothing, in place of a record with the digest {_record.GetProperty("data").Text("replaces")}." : ""));
        return CheckSignature("record", _proof.Text("signature"), CanonicalJson.Canonicalize(_record), VerificationKey.Hub, entry.Number, _recordTime, _recordTime);
    }

    private Finding? CheckReceipt()
    {
        var receipt = _proof.GetProperty("receipt");
        var named = receipt.GetProperty("record");
        if (named.Text("id") != _id.ToString() || named.Text("digest") != _digest)
            return Failed("receipt-for-another-record", $"the receipt is for {named.Text("id")} {named.Text("digest")}, not for {_id} {_digest}", "受領書の対象が異なります");
        var (entry, error) = ReadEntry(_proof.GetProperty("receiptEntry"));
        if (error is not null)
            return error;
        var canonical = CanonicalJson.Canonicalize(receipt);
        if (entry!.Command != BookReceipt.Command(_id) || entry.InputHash != ContentHash.Of(canonical))
            return Failed("receipt-not-journalled", $"entry {entry.Number} does not book this receipt", "受領書が台帳にありません");
        _proved.Add($"The receipt says {receipt.Text("outcome")}, on {receipt.Text("appliedOn")}; it names the record and its digest, and was booked by entry {entry.Number} at {entry.Time:O}.");
        return CheckSignature("receipt", _proof.Text("receiptSignature"), canonical, _id.Destination.Code, entry.Number, _recordTime, entry.Time);
    }

    private Finding? CheckSignature(string what, string signature, byte[] canonical, string owner, long entry, DateTimeOffset earliest, DateTimeOffset latest)
    {
        if (DetachedSignature.Check(signature, canonical, earliest, latest, keyId => _keys.GetValueOrDefault(keyId)?.Key) is { } wrong)
            return Failed(wrong, $"the signature of the {what} does not hold", "署名が正しくありません");
        var key = _keys[DetachedSignature.KeyIdOf(signature)!];
        if (key.Key.Owner != owner)
            return Failed("signature-other-sender", $"the {what} is signed by {key.Key.Owner}, not by {owner}", "署名者が異なります");
        if (_trusted?.Contains(key.Key) == false)
            return Failed("key-not-trusted", $"the key {key.Key.KeyId}, which the proof says is that of {owner}, is not among the trusted keys", "信頼できる鍵ではありません");
        if (!key.CountsAt(entry) || _trusted?.DistrustedFrom(_id.Host, key.Key.KeyId) <= entry)
            return Failed("signature-key-distrusted", $"the key of the {what} was not trusted at entry {entry}", "鍵がその時点で信頼されていません");
        _reliedOn.Add(key.Key);
        _proved.Add($"The {what} is signed (ES256) by {owner} with the key {key.Key.KeyId}, which was valid then.");
        return null;
    }

    private (JournalEntry? Entry, Finding? Error) ReadEntry(JsonElement line)
    {
        IsOf(line, ["entry", "hash"]);
        // The proof may have been written anew; the hash is over the canonical form, which any writing of the same JSON has.
        var canonical = CanonicalJson.Canonicalize(line.GetProperty("entry"));
        var entry = LedgerJson.Read<JournalEntry>(canonical);
        if (ContentHash.Of(canonical) != line.Text("hash"))
            return (null, Failed("journal-hash", $"entry {entry.Number} does not have the hash that stands beside it", "記録のハッシュ値が一致しません"));
        return entry.Host == _id.Host ? (entry, null) : (null, Failed("journal-host", $"entry {entry.Number} is of {entry.Host}", "別の国の台帳の記録です"));
    }

    private static Finding Failed(string code, string why, string whyJa) => new(code, "", $"Not proved: {why}.", $"証明できません（{whyJa}）。");
}
