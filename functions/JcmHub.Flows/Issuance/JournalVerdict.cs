using JcmHub.Domain.Ledger.Journal;
using JcmHub.Domain.Methodologies;

namespace JcmHub.Flows.Issuance;

/// <summary>What came of replaying a journal.</summary>
/// <param name="Entries">How many entries held.</param>
/// <param name="State">The ledger after the last entry; null where an entry failed, or there was none.</param>
public sealed record JournalVerdict(long Entries, LedgerState? State)
{
    /// <summary>Why the first entry that does not hold fails; null where all hold.</summary>
    public Finding? Failure { get; init; }

    /// <summary>The number that the failing entry gives itself; null where it cannot be read.</summary>
    public long? FailedEntry { get; init; }

    /// <summary>The command of the failing entry; null where it cannot be read.</summary>
    public string? FailedCommand { get; init; }

    /// <summary>The hash that stands beside the failing entry; null where it cannot be read.</summary>
    public string? FailedHash { get; init; }

    /// <summary>The line on which the failing entry stands, from 1.</summary>
    public long? FailedLine { get; init; }

    /// <summary>The closing statement, which names the last entry; null where an entry failed, or there was none.</summary>
    public JournalClosing? Closing { get; init; }

    /// <summary>The verdict of one who asks for a signed end: an unsigned statement says who wrote the file no better than the file itself.</summary>
    /// <param name="keyId">The key that must have signed; null for any of the hub's that the journal knows.</param>
    /// <returns>This verdict; where all else holds, its failure is <c>journal-unsigned</c> or <c>journal-other-key</c>.</returns>
    public JournalVerdict SignedBy(string? keyId)
    {
        if (!Holds || State is null)
            return this;
        var failure = Closing?.Signer is not { } signer
            ? new Finding("journal-unsigned", "", "The closing statement is unsigned: nobody stands for the journal.", "終端の記載に署名がありません。")
            : keyId is not null && signer.KeyId != keyId
                ? new Finding("journal-other-key", "", $"The closing statement is signed with the key {signer.KeyId}, not with {keyId}.", $"終端の記載は鍵{keyId}ではなく{signer.KeyId}で署名されています。")
                : null;
        return failure is null ? this : this with { Failure = failure, FailedLine = Entries + 1 };
    }

    /// <summary>Entries that broke a rule and were repaired by a later one.</summary>
    public IReadOnlyList<RepairedEntry> Repaired => State?.Repaired ?? [];

    /// <summary>Whether every entry holds, to the end that the closing statement names.</summary>
    public bool Holds => Failure is null;
}
