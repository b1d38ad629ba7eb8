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
        var decisions = EligibleCredits.Decisions(entry);
        if (decisions.Count == 0)
            return;
        var gate = await HostGate.OfAsync(rules, view, entry.Head, PartyId.Japan, cancellationToken);
        foreach (var decision in decisions)
            EligibleCredits.Tell((await view.IssuanceAsync(decision, cancellationToken))!.Value.Value, cause, gate, entry);
    }

    /// <summary>Whether anything of what a record told is still so; what the market refused is not said again when it is no longer true, or cannot be read any more.</summary>
    internal static async Task<bool> IsStillSoAsync(LedgerView view, OutboxRecord record, CancellationToken cancellationToken) =>
        (await StillSoAsync(view, record, cancellationToken)).Count > 0;

    /// <summary>Says again, in today's words, what a record said that caused nothing else, of the units of which it is still so.</summary>
    internal static async Task<AnnouncedRecord> RepeatAsync(LedgerView view, OutboxRecord record, LedgerEntry entry, CancellationToken cancellationToken)
    {
        using var document = JsonDocument.Parse(record.Document);
        var (root, data) = (document.RootElement, document.RootElement.GetProperty("data"));
        var issuance = (await view.IssuanceAsync(data.Text("decision"), cancellationToken))!.Value.Value;
        UnitBlock[] units = [.. await StillSoAsync(view, record, cancellationToken)];
        RecordContent again = IsAnnouncement(root)
            ? EligibleCredits.Announcement(issuance, record.Cause, units)
            : new EligibilityWithdrawalContent(record.Cause, issuance.Decision.Id, issuance.Decision.Project, units, data.Text("reason"));
        return entry.Announce(Destination.GxEts, IsAnnouncement(root) ? RecordKind.EligibleCredits : RecordKind.EligibilityWithdrawal,
            again with { Repeats = record.Repeats ?? record.Id }, []);
    }

    /// <summary>Whether a block is on the list in an account by a record, or by the one that it says again.</summary>
    internal static bool IsListedBy(UnitBlock block, OutboxRecord record, string account) =>
        block.ListedIn == account && (block.ListedBy is not { } number || number == (record.Repeats ?? record.Id).Number);

    /// <summary>The blocks that hold today what a record told of and of which it is still so, each with the account in which it told of it.</summary>
    private static async Task<IReadOnlyList<UnitBlock>> StillSoAsync(LedgerView view, OutboxRecord record, CancellationToken cancellationToken)
    {
        if (record.Project is null)
            return [];
        using var document = JsonDocument.Parse(record.Document);
        var isListed = IsAnnouncement(document.RootElement);
        var still = new List<UnitBlock>();
        foreach (var said in document.RootElement.GetProperty("data").Items("blocks"))
        {
            var (units, account) = (new SerialRange(said.Number("hubFirst"), said.Number("hubLast")), said.Text("account"));
            still.AddRange((await view.BlocksAsync(PartyId.Japan, units, cancellationToken))
                .Where(block => block.ListedIn == account == isListed)
                .Select(block => block with { ListedIn = account }));
        }

        return still;
    }

    /// <summary>Whether a record to a market announces units; else it withdraws some.</summary>
    internal static bool IsAnnouncement(JsonElement record) => record.Text("type") == "jcm.eligible-credits.v1";
}
