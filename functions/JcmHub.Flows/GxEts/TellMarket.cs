using System.Text.Json;
using JcmHub.Domain.Eligibility;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;
using JcmHub.Domain.Projects;
using JcmHub.Flows.Exchange;
using JcmHub.Flows.Issuance;

namespace JcmHub.Flows.GxEts;

/// <summary>Tells GX-ETS of units in the entry that makes them eligible, or makes them cease to be.</summary>
public sealed class TellMarket(RuleBook rules)
{
    /// <summary>Tells what the entry so far means for GX-ETS; called when its blocks are as it leaves them.</summary>
    public async Task TellAsync(LedgerView view, LedgerEntry entry, RecordCause cause, CancellationToken cancellationToken)
    {
        foreach (var decision in EligibleCredits.Decisions(rules.GxEts, entry))
            EligibleCredits.Tell((await view.IssuanceAsync(decision, cancellationToken))!.Value.Value, cause, rules.GxEts, entry);
    }

    /// <summary>Whether what a record told is still so; what the market refused is not said again when it is no longer true.</summary>
    internal static async Task<bool> IsStillSoAsync(LedgerView view, OutboxRecord record, CancellationToken cancellationToken)
    {
        using var document = JsonDocument.Parse(record.Document);
        var isListed = IsAnnouncement(document.RootElement);
        foreach (var said in document.RootElement.GetProperty("data").Items("blocks"))
        {
            var units = new SerialRange(said.Number("hubFirst"), said.Number("hubLast"));
            var now = await view.BlocksAsync(PartyId.Japan, units, cancellationToken);
            if (now.Any(block => block.ListedIn == said.Text("account") != isListed))
                return false;
        }

        return true;
    }

    /// <summary>Says again what a record said that caused nothing else.</summary>
    internal static RecordId Repeat(OutboxRecord record, LedgerEntry entry)
    {
        using var document = JsonDocument.Parse(record.Document);
        var kind = IsAnnouncement(document.RootElement) ? RecordKind.EligibleCredits : RecordKind.EligibilityWithdrawal;
        var tonnes = document.RootElement.GetProperty("data").Items("blocks").Sum(block => block.Number("tonnes"));
        return entry.Announce(record.Id.Destination, kind,
            new RepeatedContent(record.Cause, ProjectId.Parse(document.RootElement.Text("subject")), [], tonnes, record.Document), []).Id;
    }

    /// <summary>Whether a record to a market announces units; else it withdraws some.</summary>
    internal static bool IsAnnouncement(JsonElement record) => record.Text("type") == "jcm.eligible-credits.v1";
}
