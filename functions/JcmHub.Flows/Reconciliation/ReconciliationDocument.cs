using System.Globalization;
using System.Text.Json.Nodes;
using JcmHub.Domain.Comparison;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;

namespace JcmHub.Flows.Reconciliation;

/// <summary>The result of a reconciliation as it is kept and shown: totals of every side, what differs, what is in flight, what is open.</summary>
internal static class ReconciliationDocument
{
    public static JsonObject Write(
        DateOnly date, string run, DateTimeOffset started, IReadOnlyList<HostCut> hosts, IReadOnlyList<RegistryPart> parts, IReadOnlyList<OpenLeg> openLegs,
        IReadOnlyDictionary<PartyId, string> broken)
    {
        var differences = parts.Sum(part => part.Differences);
        return new JsonObject
        {
            ["date"] = JsonWords.Day(date),
            ["run"] = run,
            ["startedAt"] = JsonWords.Instant(started),
            ["state"] = differences > 0 ? "differs" : broken.Count > 0 || parts.Any(part => part.Comparison is null) ? "incomplete" : "agreed",
            ["differences"] = differences,
            ["cuts"] = new JsonArray([.. hosts.Where(host => host.IsReadable).Select(Cut)]),
            ["brokenJournals"] = new JsonArray([.. broken.OrderBy(host => host.Key.Code, StringComparer.Ordinal).Select(host => Broken(host.Key, host.Value))]),
            ["registries"] = new JsonArray([.. parts.Select(part => Part(part, hosts, run))]),
            ["openLegs"] = new JsonArray([.. openLegs.Select(leg => Leg(leg, started))]),
        };
    }

    private static JsonObject Cut(HostCut host) => new()
    {
        ["party"] = host.Host.Code,
        ["entry"] = JsonWords.Number(host.Head.LastEntry),
        ["hash"] = host.Head.LastHash,
        ["time"] = JsonWords.Instant(host.Head.LastTime),
    };

    private static JsonObject Broken(PartyId host, string why)
    {
        var json = FindingDocument.Write([Reconcile.JournalBroken(host, why)])[0]!.DeepClone().AsObject();
        json["party"] = host.Code;
        return json;
    }

    private static JsonObject Held(HeldDispute held) => new()
    {
        ["first"] = JsonWords.Number(held.Serials.First),
        ["last"] = JsonWords.Number(held.Serials.Last),
        ["project"] = held.Project.ToString(),
        ["run"] = held.Run,
    };

    private static JsonObject Part(RegistryPart part, IReadOnlyList<HostCut> hosts, string run)
    {
        var json = new JsonObject
        {
            ["registry"] = part.Registry.Code,
            ["state"] = part.Differences > 0 ? "differs" : part.Comparison is null ? "not-compared" : part.LeftOut.Count > 0 ? "incomplete" : "agreed",
            ["errors"] = FindingDocument.Write(part.Errors),
            ["leftOut"] = JsonWords.Texts(part.LeftOut.Select(host => host.Code)),
            ["held"] = new JsonArray([.. part.Held(run).Select(Held)]),
        };
        if (part.Snapshot is not { } snapshot || part.Comparison is not { } comparison)
        {
            if (part.Doubled.Count > 0)
                json["differences"] = new JsonArray([.. part.Doubled.Select(doubled => OtherDifferences.Of(part.Registry, doubled))]);
            return json;
        }

        json["asOf"] = JsonWords.Instant(snapshot.AsOf);
        json["streams"] = new JsonArray([.. hosts
            .Where(host => host.Head.StreamTails.ContainsKey(part.Registry))
            .Select(host => new JsonObject
            {
                ["party"] = host.Host.Code,
                ["announced"] = JsonWords.Number(host.Head.StreamTails[part.Registry]),
                ["applied"] = JsonWords.Number(snapshot.Applied.GetValueOrDefault(host.Host)),
            })]);
        json["totals"] = new JsonArray([.. comparison.Cells.Select(Total)]);
        // Of GX-ETS no adjustments are expected: it has no country's balance.
        if (part.Registry.Party is not null)
            json["adjustments"] = part.Adjustments is not { } adjustments ? "not-compared" : adjustments.Count > 0 ? "differs" : part.LeftOut.Count > 0 ? "incomplete" : "agreed";
        json["differences"] = new JsonArray(
        [
            .. part.Doubled.Select(doubled => OtherDifferences.Of(part.Registry, doubled)),
            .. (part.Adjustments ?? []).Select(difference => OtherDifferences.Of(part.Registry, difference)),
            .. comparison.Differences.Select(difference => Difference(part.Registry, difference)),
            .. FindingDocument.Write(snapshot.Unreadable).Select(unreadable => unreadable!.DeepClone()),
        ]);
        return json;
    }

    private static JsonObject Total(CellTotal total)
    {
        var json = Cell(total.Cell);
        json["hub"] = JsonWords.Number(total.Hub);
        json["registry"] = JsonWords.Number(total.Registry);
        json["inFlight"] = total.InFlight.ToString(CultureInfo.InvariantCulture);
        return json;
    }

    private static JsonObject Difference(Destination registry, HoldingDifference difference)
    {
        var json = Cell(difference.Cell);
        var (detail, detailJa) = Sentences(registry, difference);
        json["code"] = Code(difference.Kind);
        json["tonnes"] = JsonWords.Number(difference.Tonnes);
        json["first"] = JsonWords.Number(difference.Serials.First);
        json["last"] = JsonWords.Number(difference.Serials.Last);
        if (difference.HubCell is { } hub)
            json["hub"] = Cell(hub);
        json["detail"] = detail;
        json["detailJa"] = detailJa;
        return json;
    }

    private static string Code(DifferenceKind kind) => kind switch
    {
        DifferenceKind.MissingRemote => "missing-remote",
        DifferenceKind.MissingLocal => "missing-local",
        DifferenceKind.StatusMismatch => "status-mismatch",
        DifferenceKind.OverlapSerial => "overlap-serial",
        DifferenceKind.WithdrawalRefused => "withdrawal-refused",
        _ => "orphan-use",
    };

    private static (string Detail, string DetailJa) Sentences(Destination registry, HoldingDifference difference)
    {
        var cell = difference.Cell;
        var what = $"{difference.Tonnes} t of {cell.Project}, vintage {cell.Vintage.Year}, in {cell.Account} (numbers {difference.Serials})";
        var whatJa = $"{cell.Project}・{cell.Vintage.Year}年・口座{cell.Account}の{difference.Tonnes}トン（番号{difference.Serials}）";
        return difference.Kind switch
        {
            DifferenceKind.MissingRemote => ($"The hub has {what}; {registry} does not have them.", $"{whatJa}は、ハブにありますが{registry}にありません。"),
            DifferenceKind.MissingLocal => ($"{registry} has {what}; the hub does not know them.", $"{whatJa}は、{registry}にありますがハブにありません。"),
            DifferenceKind.StatusMismatch => (
                $"{registry} has {what}{Kind(cell)}; the hub has them as {difference.HubCell!.Value.Project}, vintage {difference.HubCell.Value.Vintage.Year}, in {difference.HubCell.Value.Account}{Kind(difference.HubCell.Value)}.",
                $"{whatJa}は{registry}の登録{KindJa(cell)}であり、ハブでは{difference.HubCell.Value.Project}・{difference.HubCell.Value.Vintage.Year}年・口座{difference.HubCell.Value.Account}{KindJa(difference.HubCell.Value)}です。"),
            DifferenceKind.OverlapSerial => ($"{registry} has {what} twice.", $"{registry}で{whatJa}が重複しています。"),
            DifferenceKind.WithdrawalRefused => (
                $"{registry} refused to be told that it can no longer take {what}, and still has them on its list.", $"{registry}は{whatJa}の取下げ通知を拒否し、一覧に残しています。"),
            _ => ($"{registry} knows {what}; the hub never announced them.", $"{registry}は{whatJa}を把握していますが、ハブは通知していません。"),
        };
    }

    private static string Kind(HoldingCell cell) => cell.Type is { } type ? $", account type {JsonWords.Kebab(type)}" : "";

    private static string KindJa(HoldingCell cell) => cell.Type is { } type ? $"（口座種別{JsonWords.Kebab(type)}）" : "";

    private static JsonObject Cell(HoldingCell cell)
    {
        var json = new JsonObject
        {
            ["project"] = cell.Project.ToString(),
            ["vintage"] = cell.Vintage.Year,
            ["account"] = cell.Account,
        };
        if (cell.Type is { } type)
            json["accountType"] = JsonWords.Kebab(type);
        return json;
    }

    private static JsonObject Leg(OpenLeg leg, DateTimeOffset now)
    {
        var json = Cell(leg.Cell);
        json["registry"] = leg.Registry.Code;
        json["decision"] = leg.Decision;
        json["tonnes"] = JsonWords.Number(leg.Tonnes);
        json["notifiedAt"] = JsonWords.Instant(leg.NotifiedAt);
        json["days"] = (int)(now - leg.NotifiedAt).TotalDays;
        return json;
    }
}
