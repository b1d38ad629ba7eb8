using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using JcmHub.Domain.Ledger.Journal;
using JcmHub.Domain.Parties;
using JcmHub.Flows.Exchange;
using JcmHub.Flows.Signing;

namespace JcmHub.Flows.Issuance;

/// <summary>
/// Where a journal ended when it was written out: <c>{"closing":{…},"signature":"…"}</c> on a line behind the last entry. A chain shows what
/// was changed before its end, not that its end is missing; this does. Signed, it also says who stood for it; the key is in the statement,
/// and its entry in the journal. Without the hub's key at hand it is unsigned, and bears no signature.
/// </summary>
/// <param name="Host">The Party whose journal it is.</param>
/// <param name="Head">Its last entry.</param>
/// <param name="Time">When that was so.</param>
/// <param name="Signer">The hub's key that signed; null where it is unsigned.</param>
public sealed record JournalClosing(PartyId Host, JournalHead Head, DateTimeOffset Time, VerificationKey? Signer)
{
    private static readonly JsonDocumentOptions OneOfEach = new() { AllowDuplicateProperties = false };

    /// <summary>How such a line begins; an entry's begins otherwise.</summary>
    internal static ReadOnlySpan<byte> Beginning => "{\"closing\":"u8;

    /// <summary>The signer, where the host's journal knows its key and trusts it; else null, for nobody could check the signature.</summary>
    public static async Task<IRecordSigner?> KnownAsync(LedgerView view, IRecordSigner? signer, CancellationToken cancellationToken) =>
        signer is not null && await view.FindAsync<JournalledKey>(LedgerKeys.Key(signer.Key.KeyId), cancellationToken) is { Value.DistrustedFrom: null } ? signer : null;

    /// <summary>Writes the statement's line.</summary>
    /// <param name="signer">Who signs: the owner of <see cref="Signer"/>, or null.</param>
    /// <param name="cancellationToken">Ends the wait for the signature.</param>
    public async Task<byte[]> WriteAsync(IRecordSigner? signer, CancellationToken cancellationToken)
    {
        var closing = new JsonObject
        {
            ["hash"] = Head.Hash,
            ["host"] = Host.Code,
            ["number"] = JsonWords.Number(Head.Number),
            ["time"] = JsonWords.Instant(Time),
        };
        if (signer is not null)
            closing["key"] = JsonNode.Parse(signer.Key.Write());
        var canonical = Canonical(closing.ToJsonString());
        var line = new StringBuilder().Append(Encoding.UTF8.GetString(Beginning)).Append(Encoding.UTF8.GetString(canonical));
        if (signer is not null)
            line.Append(",\"signature\":\"").Append(await signer.SignAsync(canonical, cancellationToken)).Append('"');
        return Encoding.UTF8.GetBytes(line.Append('}').ToString());
    }

    /// <summary>Reads a line that begins so, and checks its signature where it bears one.</summary>
    /// <returns>The statement; or why it cannot be believed.</returns>
    public static (JournalClosing? Closing, string? Wrong) Read(ReadOnlySpan<byte> line)
    {
        try
        {
            using var json = JsonDocument.Parse(line.ToArray(), OneOfEach);
            if (json.RootElement.EnumerateObject().Any(member => member.Name is not ("closing" or "signature")))
                return (null, "it bears more than a closing and its signature");
            var closing = json.RootElement.GetProperty("closing");
            var time = closing.GetProperty("time").GetDateTimeOffset();
            var key = closing.TryGetProperty("key", out var written) ? VerificationKey.Parse(Encoding.UTF8.GetBytes(written.GetRawText())) : null;
            var signature = json.RootElement.TryGetProperty("signature", out var value) ? value.GetString() : null;
            if ((key is null) != (signature is null))
                return (null, "it bears a key without a signature, or a signature without a key");
            if (key is not null && (key.Owner != VerificationKey.Hub
                || DetachedSignature.Check(signature, Canonical(closing.GetRawText()), time, keyId => keyId == key.KeyId ? key : null) is not null))
                return (null, "its signature does not hold");
            return (new JournalClosing(PartyId.Parse(closing.Text("host")), new JournalHead(closing.Number("number"), closing.Text("hash")), time, key), null);
        }
        catch (Exception fault) when (fault is JsonException or FormatException or InvalidOperationException or KeyNotFoundException or ArgumentException)
        {
            return (null, "it cannot be read: " + fault.Message);
        }
    }

    private static byte[] Canonical(string json)
    {
        using var document = JsonDocument.Parse(json);
        return CanonicalJson.Canonicalize(document.RootElement);
    }
}
