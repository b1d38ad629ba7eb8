using JcmHub.Domain.Calendar;
using JcmHub.Domain.Credits;
using JcmHub.Domain.Methodologies;

namespace JcmHub.Domain.Ledger;

/// <summary>
/// The amount of a partner without a registry: nothing issues it, it stays notified, and its government acknowledges it by hand (D9; MV002).
/// </summary>
public static class NotifiedAmount
{
    /// <summary>The partner's government acknowledges its side's amount.</summary>
    /// <param name="issuance">The decision's issuance.</param>
    /// <param name="tonnes">Tonnes per vintage, as the government reads the notification.</param>
    /// <param name="on">The day on which it acknowledges.</param>
    /// <param name="entry">The entry to write.</param>
    /// <returns>
    /// Errors <c>acknowledgement-not-due</c> where nothing was notified or a registry issues it, <c>acknowledgement-already-made</c>
    /// on another day, <c>acknowledgement-tonnes</c> where the amounts differ, <c>acknowledgement-day</c> where the day is before the decision's.
    /// </returns>
    public static (Issuance Issuance, Finding? Error) Acknowledge(
        Issuance issuance, IReadOnlyDictionary<Vintage, long> tonnes, DateOnly on, LedgerEntry entry)
    {
        var host = issuance.Decision.Party;
        var notified = issuance.Lines
            .Where(line => line.Allocation.Recipient.Side == Side.Partner)
            .GroupBy(line => line.Allocation.Vintage)
            .ToDictionary(vintage => vintage.Key, vintage => vintage.Sum(line => line.Units.Count));
        if (!issuance.IsInForce || notified.Count == 0 || issuance.Records.Any(record => record.Kind == RecordKind.Issuance && record.Id.Destination == host))
            return (issuance, Error("acknowledgement-not-due", "", $"No amount of {issuance.Decision.Id} waits for {host} to acknowledge it.",
                $"{issuance.Decision.Id}に{host}が確認すべき通知量はありません。"));
        if (issuance.AcknowledgedOn is { } before && before != on)
            return (issuance, Error("acknowledgement-already-made", "/acknowledgedOn", $"{host} acknowledged on {before:yyyy-MM-dd}.", $"{before:yyyy-MM-dd}に確認済みです。"));
        if (notified.Count != tonnes.Count || notified.Any(vintage => tonnes.GetValueOrDefault(vintage.Key) != vintage.Value))
            return (issuance, Error("acknowledgement-tonnes", "/vintages",
                $"Notified to {host} were {string.Join(", ", notified.OrderBy(vintage => vintage.Key.Year).Select(vintage => $"{vintage.Value} t of {vintage.Key.Year}"))}.",
                "通知量と一致しません。"));
        if (on < issuance.Decision.DecidedOn)
            return (issuance, Error("acknowledgement-day", "/acknowledgedOn", $"The decision is of {issuance.Decision.DecidedOn:yyyy-MM-dd}.", "決定日より前の日付です。"));
        entry.Note($"{host} acknowledged the notified {notified.Values.Sum()} t of {issuance.Decision.Project}");
        return (issuance with { AcknowledgedOn = on }, null);
    }

    private static Finding Error(string code, string pointer, string detail, string detailJa) => new(code, pointer, detail, detailJa);
}
