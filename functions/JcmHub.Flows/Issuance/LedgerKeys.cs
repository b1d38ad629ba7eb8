using System.Globalization;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;

namespace JcmHub.Flows.Issuance;

/// <summary>The keys of the ledger's rows. Numbers are zero-padded, so that the order of keys is the order of numbers (D4).</summary>
public static class LedgerKeys
{
    /// <summary>The head: counters, last entry and its hash.</summary>
    public const string Head = "head";

    /// <summary>How far the records are sealed.</summary>
    public const string Sealed = "sealed";

    /// <summary>A signing key, and since when it counts.</summary>
    public static string Key(string keyId) => "key|" + keyId;

    /// <summary>How far the outbox was relayed, per stream.</summary>
    public const string Relay = "relay";

    /// <summary>A command's row: it was done, and how it ended.</summary>
    public static string Command(string commandId, int part = 0) => string.Create(CultureInfo.InvariantCulture, $"cmd|{commandId}|{part}");

    /// <summary>A journal entry.</summary>
    public static string Journal(long number) => "journal|" + Padded(number);

    /// <summary>A block, by its registry and its last unit: the first key at or after unit <i>s</i> holds <i>s</i>.</summary>
    public static string Block(PartyId registry, long lastUnit) => $"block|{registry}|{Padded(lastUnit)}";

    /// <summary>Units as a registry numbered them, by its last number: the first key at or after number <i>n</i> holds <i>n</i>.</summary>
    public static string Serials(PartyId registry, long lastNumber) => $"serial|{registry}|{Padded(lastNumber)}";

    /// <summary>A decision with its approvals.</summary>
    public static string Decision(string decisionId) => "decision|" + decisionId;

    /// <summary>What was withdrawn of a report.</summary>
    public static string Withdrawal(string reportId) => "withdrawal|" + reportId;

    /// <summary>An issuance, by its decision.</summary>
    public static string Issuance(string decisionId) => "issuance|" + decisionId;

    /// <summary>Which decision is in force for a report; a report is decided once.</summary>
    public static string Decided(string reportId) => "decided|" + reportId;

    /// <summary>An adjustment, by vintage.</summary>
    public static string Adjustment(string adjustmentId) => "adjustment|" + adjustmentId;

    /// <summary>How far a stream was delivered; stands before the rows of its records on their way, to be read with them.</summary>
    public static string Cursor(Destination destination) => $"outbox|{destination}|";

    /// <summary>A record on its way: there until its receipt is in the ledger.</summary>
    public static string Outbox(RecordId id) => Cursor(id.Destination) + Padded(id.Number);

    /// <summary>The record of a key that <see cref="Outbox"/> made.</summary>
    internal static RecordId RecordOf(PartyId host, string key) => key.Split('|') is [_, var destination, var number]
        ? new RecordId(host, Destination.Parse(destination), long.Parse(number, NumberStyles.None, CultureInfo.InvariantCulture))
        : throw new FormatException($"{key} is no key of a record on its way.");

    /// <summary>After every record on its way to a destination.</summary>
    public static string LastOutbox(Destination destination) => After(Cursor(destination));

    /// <summary>A record with its end: the receipt, or why there is none.</summary>
    public static string Record(RecordId id) => $"record|{id.Destination}|{Padded(id.Number)}";

    /// <summary>After every record with its end to a destination.</summary>
    public static string LastRecord(Destination destination) => After($"record|{destination}|");

    /// <summary>That a record was refused: a dead letter.</summary>
    public static string Refused(RecordId id) => $"refused|{id.Destination}|{Padded(id.Number)}";

    /// <summary>What is held of a registry's units, because a reconciliation found them to differ.</summary>
    public static string Disputes(PartyId registry) => "disputed|" + registry;

    /// <summary>A correction of issued units.</summary>
    public static string Correction(string correctionId) => "correction|" + correctionId;

    /// <summary>A key after every key that begins with the prefix.</summary>
    public static string After(string prefix) => prefix + "~";

    private static string Padded(long number) => number.ToString("D15", CultureInfo.InvariantCulture);
}
