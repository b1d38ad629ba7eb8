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

    /// <summary>The line on which the failing entry stands, from 1.</summary>
    public long? FailedLine { get; init; }

    /// <summary>The closing statement, which names the last entry; null where an entry failed, or there was none.</summary>
    public JournalClosing? Closing { get; init; }

    /// <summary>Whether every entry holds, to the end that the closing statement names.</summary>
    public bool Holds => Failure is null;
}
