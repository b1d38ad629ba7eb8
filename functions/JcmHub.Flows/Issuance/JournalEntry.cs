using JcmHub.Domain.Ledger;
using JcmHub.Domain.Ledger.Journal;
using JcmHub.Domain.Parties;

namespace JcmHub.Flows.Issuance;

/// <summary>
/// One entry of a host's journal: who did what, when, why, and all that it changed. Each entry bears the hash of the one before,
/// so that nothing can be changed or left out unnoticed (D10); <see cref="JournalLine"/> is its written form.
/// </summary>
public sealed record JournalEntry
{
    /// <summary>The Party whose journal it is.</summary>
    public required PartyId Host { get; init; }

    /// <summary>Its number, dense from 1.</summary>
    public required long Number { get; init; }

    /// <summary>The later of the clock and the entry before.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Who called.</summary>
    public required Author Author { get; init; }

    /// <summary>The command.</summary>
    public required string Command { get; init; }

    /// <summary>The part of the command, from 0; a command larger than one transaction has several (D4).</summary>
    public int Part { get; init; }

    /// <summary>The hash of the command's input.</summary>
    public required string InputHash { get; init; }

    /// <summary>What happened and why, in words.</summary>
    public required IReadOnlyList<string> Facts { get; init; }

    /// <summary>What it changed.</summary>
    public required LedgerChange Change { get; init; }

    /// <summary>The hash of the entry before; empty for the first.</summary>
    public required string PreviousHash { get; init; }
}
