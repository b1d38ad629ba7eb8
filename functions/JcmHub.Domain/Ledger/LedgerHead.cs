using JcmHub.Domain.Parties;

namespace JcmHub.Domain.Ledger;

/// <summary>The counters of one host Party's ledger. Every transaction changes it under its ETag, so entries are totally ordered (D4).</summary>
public sealed record LedgerHead
{
    /// <summary>A ledger without entries.</summary>
    public static LedgerHead Empty { get; } = new();

    /// <summary>The number of the last journal entry; 0 before the first.</summary>
    public long LastEntry { get; init; }

    /// <summary>The hash of the last journal entry; empty before the first.</summary>
    public string LastHash { get; init; } = string.Empty;

    /// <summary>The time of the last journal entry; time in the ledger never goes back.</summary>
    public DateTimeOffset LastTime { get; init; }

    /// <summary>The last unit number drawn.</summary>
    public long LastUnit { get; init; }

    /// <summary>The last adjustment number drawn.</summary>
    public long LastAdjustment { get; init; }

    /// <summary>The hub's key that signs records from here on, known to the journal; none before the first record.</summary>
    public string? SigningKey { get; init; }

    /// <summary>Keys that are compromised: what they sign from here on counts for nothing (D6).</summary>
    public IReadOnlyList<string> DistrustedKeys { get; init; } = [];

    /// <summary>The registries of whose units some are held because a reconciliation found them to differ; which ones is in a row of its own.</summary>
    public IReadOnlyList<PartyId> Disputed { get; init; } = [];

    /// <summary>The decision that is being notified in parts and is not through yet; none at most times.</summary>
    public UnfinishedDecision? Unfinished { get; init; }

    /// <summary>The last entry that is to be seen: the parts of a decision are seen when the last of them is in (D4).</summary>
    public long LastVisible => Unfinished?.SeenUntil ?? LastEntry;

    /// <summary>The last record number of each stream of this host.</summary>
    public IReadOnlyDictionary<Destination, long> StreamTails { get; init; } = new Dictionary<Destination, long>();
}
