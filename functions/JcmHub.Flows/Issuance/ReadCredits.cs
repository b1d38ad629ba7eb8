using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Ledger.Journal;
using JcmHub.Domain.Parties;
using JcmHub.Flows.Intake;

namespace JcmHub.Flows.Issuance;

/// <summary>What the ledger holds: blocks by page, one unit with its whole history, totals.</summary>
public sealed class ReadCredits(RuleBook rules, Ledger ledger, LedgerCuts cuts)
{
    private const int MostOfAPage = 1000;

    /// <summary>Rows looked at for one page: a rare filter gives short pages rather than long waits.</summary>
    private const int MostRowsOfAPage = 5000;

    /// <summary>
    /// A page of a host's blocks, in order of registry and number. All pages of one walk show the ledger after the same entry, that of the
    /// first page, whatever is written meanwhile: the cursor carries its number.
    /// </summary>
    /// <param name="party">The host.</param>
    /// <param name="filter">Which blocks.</param>
    /// <param name="cursor">The page before's <c>next</c>; null for the first.</param>
    /// <param name="limit">Blocks of a page, from 1 to 1000; null for 1000.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>Refusals <c>party-missing</c> (400), <c>party-unknown</c> (404), <c>cursor-unreadable</c>, <c>limit-unreadable</c>, <c>filter-unreadable</c> (400).</returns>
    public async Task<Outcome<JsonObject>> BlocksAsync(
        string? party, CreditsFilter filter, string? cursor, string? limit, CancellationToken cancellationToken)
    {
        if (!PartyId.TryParse(party, out var host) || rules.Party(host) is null)
            return Refusal.PartyUnknown(party);
        var most = MostOfAPage;
        if (limit is not null && (!int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out most) || most is < 1 or > MostOfAPage))
            return new Refusal(RefusalKind.Malformed, "limit-unreadable", $"limit is a whole number from 1 to {MostOfAPage}.", $"limitは1から{MostOfAPage}までの整数です。");
        if (filter.Unreadable is { } name)
            return new Refusal(RefusalKind.Malformed, "filter-unreadable", $"{name} is not a value that a block can have.", $"{name}の値を読み取れません。");
        var view = ledger.View(host);
        var last = (await view.HeadAsync(cancellationToken)).LastVisible;
        BlockKey? after = null;
        if (cursor is not null)
        {
            // A page of another walk, of a day to come or of units that are none would be taken for one of this.
            if (cursor.Split('~') is not [var place, var walk] || walk != filter.WalkOf(host) || !BlockKey.TryParse(place, out var key) || key.ToString() != place
                || key.Entry < 1 || key.Entry > last || !await view.HasBlockAsync(key.Registry, key.Last, cancellationToken))
                return new Refusal(RefusalKind.Malformed, "cursor-unreadable", "This is no cursor of an answer before to the same question.", "カーソルを読み取れません。");
            after = key;
        }

        var entry = after?.Entry ?? last;
        var history = new BlockHistory(view);
        var documents = new BlockDocuments(view, rules);
        var (blocks, rows, next) = (new JsonArray(), 0, (BlockKey?)null);
        await foreach (var row in RowsAsync(view, filter, after, cancellationToken))
        {
            var now = LedgerJson.Read<UnitBlock>(row.Body);
            if (await history.AsOfAsync(now, entry, cancellationToken) is { } block && filter.Takes(block))
                blocks.Add(await documents.OfAsync(block, cancellationToken));
            if (blocks.Count == most || ++rows == MostRowsOfAPage)
            {
                next = new BlockKey(now.Registry, now.Units.Last, entry);
                break;
            }
        }

        var page = new JsonObject { ["entry"] = entry, ["blocks"] = blocks };
        if (next is { } end)
            page["next"] = $"{end}~{filter.WalkOf(host)}";
        return page;
    }

    /// <summary>One unit: the block that holds it now, and every block that ever did, with who, when and why, oldest first.</summary>
    /// <returns>Refusals <c>serial-unreadable</c> (400), <c>wrong-party</c> (403), <c>unit-unknown</c> (404).</returns>
    public async Task<Outcome<JsonObject>> UnitAsync(string text, Caller caller, CancellationToken cancellationToken)
    {
        if (!UnitSerial.TryParse(text, out var serial))
            return new Refusal(RefusalKind.Malformed, "serial-unreadable", $"\"{text}\" is no serial such as TH.1009 or JP-TH014-2021-1009.", $"「{text}」はTH.1009やJP-TH014-2021-1009のような番号ではありません。");
        if (caller.Party is { } party && caller.SideOf(serial.Host) is null)
            return ReportRefusals.OtherSide($"the credits of {serial.Host}", $"{serial.Host}のクレジット");
        var view = ledger.View(serial.Host);
        if (await FindAsync(view, serial, cancellationToken) is not var (block, unit) || await IsHiddenAsync(view, block, cancellationToken))
            return new Refusal(RefusalKind.NotFound, "unit-unknown", $"No unit {text} is known here.", $"単位{text}は登録されていません。");
        var history = new BlockHistory(view);
        var documents = new BlockDocuments(view, rules);
        var steps = new List<JsonNode>();
        await foreach (var was in history.OfAsync(block, unit, cancellationToken))
        {
            var entry = await history.EntryOfAsync(was, cancellationToken);
            steps.Add(new JsonObject
            {
                ["entry"] = entry.Number,
                ["time"] = JsonWords.Instant(entry.Time),
                ["by"] = entry.Author.Subject,
                ["role"] = entry.Author.Role,
                ["command"] = entry.Command,
                ["facts"] = JsonWords.Texts(entry.Facts),
                ["block"] = await documents.OfAsync(was, cancellationToken),
            });
        }

        steps.Reverse();
        return new JsonObject
        {
            ["unit"] = string.Create(CultureInfo.InvariantCulture, $"{serial.Host}.{unit}"),
            ["block"] = await documents.OfAsync(block, cancellationToken),
            ["history"] = new JsonArray([.. steps]),
        };
    }

    /// <summary>A host's tonnes by project, vintage, registry, account and state, after the last entry.</summary>
    /// <returns>Refusal <c>party-missing</c> (400), <c>party-unknown</c> (404).</returns>
    public async Task<Outcome<JsonObject>> TotalsAsync(string? party, CancellationToken cancellationToken)
    {
        if (!PartyId.TryParse(party, out var host) || rules.Party(host) is null)
            return Refusal.PartyUnknown(party);
        var state = await cuts.NowAsync(host, cancellationToken);
        return new JsonObject
        {
            ["entry"] = state.Head.LastEntry,
            ["totals"] = new JsonArray([.. state.Blocks
                .GroupBy(block => (Project: block.Project.ToString(), block.Vintage.Year, Registry: block.Registry.Code, block.Account, block.AccountType, block.State))
                .OrderBy(group => group.Key)
                .Select(group => new JsonObject
                {
                    ["project"] = group.Key.Project,
                    ["vintage"] = group.Key.Year,
                    ["registry"] = group.Key.Registry,
                    ["account"] = group.Key.Account,
                    ["accountType"] = JsonWords.Kebab(group.Key.AccountType),
                    ["state"] = JsonWords.Kebab(group.Key.State),
                    ["tonnes"] = JsonWords.Number(group.Sum(block => block.Units.Count)),
                })]),
        };
    }

    /// <summary>
    /// The rows that a filter can take, in order of registry and number. Of a project or a vintage the units are known by its issuances, which
    /// are few, so other blocks are not read; account and state are not in the keys' order.
    /// </summary>
    private static async IAsyncEnumerable<StoredRow> RowsAsync(
        LedgerView view, CreditsFilter filter, BlockKey? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IReadOnlyList<SerialRange> ranges = filter.NamesUnits ? await UnitsAsync(view, filter, cancellationToken) : [SerialRange.From(1, SerialRange.LargestNumber)];
        foreach (var registry in new[] { view.Host, PartyId.Japan }.OrderBy(party => party.Code, StringComparer.Ordinal))
        {
            if ((filter.Registry is { } only && only != registry.Code) || (after is { } key && string.CompareOrdinal(registry.Code, key.Registry.Code) < 0))
                continue;
            var passed = after is { } place && place.Registry == registry ? place.Last : (long?)null;
            foreach (var range in ranges.Where(range => passed is null || range.Last > passed))
            {
                await foreach (var row in view.BlocksWithinAsync(registry, range, passed, cancellationToken))
                    yield return row;
            }
        }
    }

    /// <summary>The units of a project, of a vintage or of both, neighbours joined.</summary>
    private static async Task<List<SerialRange>> UnitsAsync(LedgerView view, CreditsFilter filter, CancellationToken cancellationToken)
    {
        var lines = new List<SerialRange>();
        await foreach (var row in view.RangeAsync(LedgerKeys.Issuance(""), cancellationToken))
        {
            var issuance = LedgerJson.Read<Domain.Ledger.Issuance>(row.Body);
            if (filter.Project is null || issuance.Decision.Project.ToString() == filter.Project)
                lines.AddRange(issuance.Lines.Where(line => filter.Vintage is null || line.Allocation.Vintage.ToString() == filter.Vintage).Select(line => line.Units));
        }

        var ranges = new List<SerialRange>();
        foreach (var line in lines.OrderBy(line => line.First))
        {
            if (ranges.Count > 0 && ranges[^1].Last + 1 == line.First)
                ranges[^1] = new SerialRange(ranges[^1].First, line.Last);
            else
                ranges.Add(line);
        }

        return ranges;
    }

    /// <summary>The block that holds a unit, where two registries know it that one in which it has not left; and the hub's number of the unit.</summary>
    private static async Task<(UnitBlock Block, long Unit)?> FindAsync(LedgerView view, UnitSerial serial, CancellationToken cancellationToken)
    {
        if (serial.Registry is { } registry)
        {
            return await view.NumberedAsync(registry, serial.Number, cancellationToken) is var (held, numbered)
                && held.Project == serial.Project && held.Vintage == serial.Vintage
                    ? (held, numbered)
                    : null;
        }

        foreach (var keeper in new[] { PartyId.Japan, view.Host })
        {
            if (await view.BlockOfAsync(keeper, serial.Number, cancellationToken) is { } block)
                return (block, serial.Number);
        }

        return null;
    }

    /// <summary>What is only notified may be of a decision whose parts are not all in.</summary>
    private static async Task<bool> IsHiddenAsync(LedgerView view, UnitBlock block, CancellationToken cancellationToken) =>
        block.State == UnitState.Awaiting && block.Entry > (await view.HeadAsync(cancellationToken)).LastVisible;
}
