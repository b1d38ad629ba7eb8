using System.Text.Json;
using JcmHub.Domain.Eligibility;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;
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

    /// <summary>Whether what a record told is still so; what the market refused is not said again when it is no longer true, or cannot be read any more.</summary>
    internal static async Task<bool> IsStillSoAsync(LedgerView view, OutboxRecord record, CancellationToken cancellationToken)
    {
        if (record.Project is null)
            return false;
        using var document = JsonDocument.Parse(record.Document);
        var isListed = IsAnnouncement(document.RootElement);
        return (await ToldAsync(view, document.RootElement, cancellationToken)).All(told => told.Block.ListedIn == told.Account == isListed);
    }

    /// <summary>Says again, in today's words, what a record said that caused nothing else and is still so.</summary>
    internal static async Task<AnnouncedRecord> RepeatAsync(LedgerView view, OutboxRecord record, LedgerEntry entry, CancellationToken cancellationToken)
    {
        using var document = JsonDocument.Parse(record.Document);
        var (root, data) = (document.RootElement, document.RootElement.GetProperty("data"));
        var issuance = (await view.IssuanceAsync(data.Text("decision"), cancellationToken))!.Value.Value;
        var units = (await ToldAsync(view, root, cancellationToken)).Select(told => told.Block with { ListedIn = told.Account }).ToArray();
        return IsAnnouncement(root)
            ? entry.Announce(Destination.GxEts, RecordKind.EligibleCredits, EligibleCredits.Announcement(issuance, record.Cause, units), [])
            : entry.Announce(Destination.GxEts, RecordKind.EligibilityWithdrawal,
                new EligibilityWithdrawalContent(record.Cause, issuance.Decision.Id, issuance.Decision.Project, units, data.Text("reason")), []);
    }

    /// <summary>The blocks that hold today what a record told of, each with the account in which it told of it.</summary>
    private static async Task<IReadOnlyList<(UnitBlock Block, string Account)>> ToldAsync(LedgerView view, JsonElement record, CancellationToken cancellationToken)
    {
        var told = new List<(UnitBlock, string)>();
        foreach (var said in record.GetProperty("data").Items("blocks"))
        {
            var units = new SerialRange(said.Number("hubFirst"), said.Number("hubLast"));
            told.AddRange((await view.BlocksAsync(PartyId.Japan, units, cancellationToken)).Select(block => (block, said.Text("account"))));
        }

        return told;
    }

    /// <summary>Whether a record to a market announces units; else it withdraws some.</summary>
    internal static bool IsAnnouncement(JsonElement record) => record.Text("type") == "jcm.eligible-credits.v1";
}
