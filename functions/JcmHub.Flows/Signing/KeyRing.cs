using System.Collections.Concurrent;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;
using JcmHub.Flows.Issuance;

namespace JcmHub.Flows.Signing;

/// <summary>
/// The keys of each host's ledger: every key is a journal entry of the host whose records it signs or receipts, so that a host's
/// journal proves itself; a compromised one is distrusted from a journal position on (D6).
/// </summary>
public sealed class KeyRing(Ledger ledger, KeyBook book)
{
    private static readonly Author Hub = new("hub", "hub", null);

    private readonly ConcurrentDictionary<(PartyId Host, string KeyId), JournalledKey> _known = new();

    /// <summary>A key as the host's ledger knows it; one that this installation was given and the ledger does not know yet is entered.</summary>
    /// <returns>The key; null where nobody knows it, or the ledger is busy.</returns>
    public async Task<JournalledKey?> FindAsync(PartyId host, string keyId, CancellationToken cancellationToken)
    {
        if (await LookUpAsync(host, keyId, cancellationToken) is not { } key)
            return null;
        var entered = await EnterAsync(host, key, cancellationToken);
        return entered.IsRefused ? null : entered.Value;
    }

    /// <summary>A key as the host's ledger knows it, or else as this installation was given it. Enters nothing.</summary>
    /// <param name="host">Whose ledger.</param>
    /// <param name="keyId">An id of the shape of <see cref="VerificationKey.IsKeyId"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The key; null where nobody knows it.</returns>
    internal async Task<VerificationKey?> LookUpAsync(PartyId host, string keyId, CancellationToken cancellationToken)
    {
        if (!_known.TryGetValue((host, keyId), out var known) && await KnownAsync(host, keyId, cancellationToken) is { } stored)
            known = _known[(host, keyId)] = stored;
        return known?.Key ?? book.Find(keyId);
    }

    /// <summary>The key as the host's ledger knows it; entered first where it does not.</summary>
    /// <returns>The key; refusals of <see cref="Ledger"/>.</returns>
    internal async Task<Outcome<JournalledKey>> EnterAsync(PartyId host, VerificationKey key, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue((host, key.KeyId), out var known))
            return known;
        var entered = await ledger.CommitAsync(host, Hub, (view, entry) => EnterAsync(view, entry, key, cancellationToken), cancellationToken);
        if (entered.IsRefused)
            return entered.Refusal;
        return _known[(host, key.KeyId)] = (await KnownAsync(host, key.KeyId, cancellationToken))!;
    }

    /// <summary>A key as the host's ledger knows it at this moment; null where it does not.</summary>
    internal async Task<JournalledKey?> KnownAsync(PartyId host, string keyId, CancellationToken cancellationToken) =>
        await ledger.View(host).FindAsync<JournalledKey>(LedgerKeys.Key(keyId), cancellationToken) is { Value: var known } ? known : null;

    /// <summary>
    /// Distrusts a key from this moment on: what it signed before stays proved, what comes after is refused. A key that the ledger does
    /// not know yet is entered first, or it would be at its first signature.
    /// </summary>
    /// <returns>The key; refusal <c>signature-key-unknown</c> (404).</returns>
    public async Task<Outcome<JournalledKey>> DistrustAsync(PartyId host, string keyId, string reason, Author author, CancellationToken cancellationToken)
    {
        await FindAsync(host, keyId, cancellationToken);
        var outcome = await ledger.CommitAsync<JournalledKey>(host, author, async (view, entry) =>
        {
            if (await view.FindAsync<JournalledKey>(LedgerKeys.Key(keyId), cancellationToken) is not var (row, known))
                return LedgerStep<JournalledKey>.WithoutEntry(new Refusal(RefusalKind.NotFound, "signature-key-unknown",
                    $"The ledger of {host} knows no key {keyId}.", $"{host}の台帳に鍵{keyId}は登録されていません。"));
            if (known.DistrustedFrom is not null)
                return LedgerStep<JournalledKey>.WithoutEntry(known);
            entry.Distrust(keyId);
            entry.Note($"key {keyId} of {known.Key.Owner} is distrusted from this entry on: {reason}");
            var distrusted = known with { DistrustedFrom = entry.Head.LastEntry };
            return new LedgerStep<JournalledKey>
            {
                Answer = distrusted,
                CommandId = DistrustCommand(keyId),
                InputHash = ContentHash.Of(known.Key.Write()),
                Rows = [RowWrite.Replace(row, LedgerKeys.Key(keyId), LedgerJson.Write(distrusted))],
            };
        }, cancellationToken);
        _known.TryRemove((host, keyId), out _);
        return outcome;
    }

    /// <summary>The command that enters a key; the entry's input hash is that of the key's canonical JSON.</summary>
    internal static string EnterCommand(string keyId) => $"key-{keyId}";

    /// <summary>The command that distrusts a key.</summary>
    internal static string DistrustCommand(string keyId) => $"distrust-key-{keyId}";

    /// <summary>Enters a key, unless it is there.</summary>
    internal static async Task<LedgerStep<bool>> EnterAsync(LedgerView view, LedgerEntry entry, VerificationKey key, CancellationToken cancellationToken)
    {
        var stored = await view.FindAsync<JournalledKey>(LedgerKeys.Key(key.KeyId), cancellationToken);
        if (key.Owner == VerificationKey.Hub)
            entry.SignWith(key.KeyId);
        else if (stored is not null)
            return LedgerStep<bool>.WithoutEntry(true);
        entry.Note($"key {key.KeyId} of {key.Owner} may sign from {key.NotBefore.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}");
        var journalled = stored?.Value ?? new JournalledKey(key, entry.Head.LastEntry, null);
        return new LedgerStep<bool>
        {
            Answer = true,
            CommandId = stored is null ? EnterCommand(key.KeyId) : $"{EnterCommand(key.KeyId)}-again-{entry.Head.LastEntry}",
            InputHash = ContentHash.Of(key.Write()),
            Rows = [RowWrite.Replace(stored?.Row, LedgerKeys.Key(key.KeyId), LedgerJson.Write(journalled))],
        };
    }
}
