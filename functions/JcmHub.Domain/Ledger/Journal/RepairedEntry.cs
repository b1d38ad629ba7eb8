namespace JcmHub.Domain.Ledger.Journal;

/// <summary>An entry that breaks a rule, and its repair.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="By">The number of the entry with which the repair came into force.</param>
/// <param name="Approvals">The two approvals, in the order in which they were given.</param>
public sealed record RepairedEntry(BrokenEntry Entry, long By, IReadOnlyList<EntryRepair> Approvals);
