using System.Globalization;
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
    /// <returns>Refusals <c>party-missing</c> (400), <c>party-unknown</c> (404), <c>cursor-unreadable</c>, <c>limit-unreadable</c> (400).</returns>
    public async Task<Outcome<JsonObject>> BlocksAsync(
        string? party, CreditsFilter filter, string? cursor, string? limit, CancellationToken cancellationToken)
    {
        if (!PartyId.TryParse(party, out var host) || rules.Party(host) is null)
            return Refusal.PartyUnknown(party);
        var most = MostOfAPage;
        if (limit is not null && (!int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out most) || most is < 1 or > MostOfAPage))
            return new Refusal(RefusalKind.Malformed, "limit-unreadable", $"limit is a whole number from 1 to {MostOfAPage}.", $"limitは1から{MostOfAPage}までの整数です。");
        BlockKey? after = null;
        if (cursor is not null)
        {
            if (!BlockKey.TryParse(cursor, out var key))
                return new Refusal(RefusalKind.Malformed, "cursor-unreadable", "This is no cursor of an answer before.", "カーソルを読み取れません。");
            after = key;
        }

        var view = ledger.View(host);
        var entry = after?.Entry ?? (await view.HeadAsync(cancellationToken)).LastVisible;
        var history = new BlockHistory(view);
        var (blocks, rows, next) = (new JsonArray(), 0, (BlockKey?)null);
        await foreach (var row in view.BlocksAfterAsync(after, cancellationToken))
        {
            var now = LedgerJson.Read<UnitBlock>(row.Body);
            if (await history.AsOfAsync(now, entry, cancellationToken) is { } block && filter.Takes(block))
                blocks.Add(ReportDocument.Block(block));
            if (blocks.Count == most || ++rows == MostRowsOfAPage)
            {
                next = new BlockKey(now.Registry, now.Units.Last, entry);
                break;
            }
        }

        var page = new JsonObject { ["entry"] = entry, ["blocks"] = blocks };
        if (next is { } end)
            page["next"] = end.ToString();
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
        var steps = new List<JsonNode>();
        await foreach (var was in history.OfAsync(block, unit, cancellationToken))
        {
            var entry = await history.EntryOfAsync(was, cancellationToken);
            steps.Add(new JsonObject
            {
                ["entry"] = entry.Number,
                ["time"] = entry.Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
                ["by"] = entry.Author.Subject,
                ["role"] = entry.Author.Role,
                ["command"] = entry.Command,
                ["facts"] = new JsonArray([.. entry.Facts.Select(fact => JsonValue.Create(fact))]),
                ["block"] = ReportDocument.Block(was),
            });
        }

        steps.Reverse();
        return new JsonObject
        {
            ["unit"] = string.Create(CultureInfo.InvariantCulture, $"{serial.Host}.{unit}"),
            ["block"] = ReportDocument.Block(block),
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
                    ["accountType"] = Kebab(group.Key.AccountType),
                    ["state"] = Kebab(group.Key.State),
                    ["tonnes"] = group.Sum(block => block.Units.Count).ToString(CultureInfo.InvariantCulture),
                })]),
        };
    }

    /// <summary>The block that holds a unit, where two registries know it that one in which it has not left; and the hub's number of the unit.</summary>
    private static async Task<(UnitBlock Block, long Unit)?> FindAsync(LedgerView view, UnitSerial serial, CancellationToken cancellationToken)
    {
        if (serial.Registry is { } registry)
        {
            // A registry's numbers are not the hub's order, so its blocks are looked through.
            await foreach (var row in view.RangeAsync($"block|{registry}|", cancellationToken))
            {
                var block = LedgerJson.Read<UnitBlock>(row.Body);
                if (block.RegistrySerials is { } numbers && numbers.Contains(new SerialRange(serial.Number, serial.Number))
                    && block.Project == serial.Project && block.Vintage == serial.Vintage)
                    return (block, block.Units.First + (serial.Number - numbers.First));
            }

            return null;
        }

        var unit = new SerialRange(serial.Number, serial.Number);
        foreach (var keeper in new[] { PartyId.Japan, view.Host })
        {
            if (await view.BlocksAsync(keeper, unit, cancellationToken) is [var block, ..])
                return (block, serial.Number);
        }

        return null;
    }

    /// <summary>What is only notified may be of a decision whose parts are not all in.</summary>
    private static async Task<bool> IsHiddenAsync(LedgerView view, UnitBlock block, CancellationToken cancellationToken) =>
        block.State == UnitState.Awaiting && block.Entry > (await view.HeadAsync(cancellationToken)).LastVisible;

    private static string Kebab<T>(T value)
        where T : struct, Enum => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}
