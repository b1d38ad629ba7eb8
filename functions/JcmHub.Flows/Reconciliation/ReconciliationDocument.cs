using System.Globalization;
using System.Text.Json.Nodes;
using JcmHub.Domain.Comparison;
using JcmHub.Domain.Ledger;

namespace JcmHub.Flows.Reconciliation;

/// <summary>The result of a reconciliation as it is kept and shown: totals of every side, what differs, what is in flight, what is open.</summary>
internal static class ReconciliationDocument
{
    public static JsonObject Write(
        DateOnly date, string run, DateTimeOffset started, IReadOnlyList<HostCut> hosts, IReadOnlyList<RegistryPart> parts, IReadOnlyList<OpenLeg> openLegs)
    {
        var differences = parts.Sum(part => part.Differences);
        return new JsonObject
        {
            ["date"] = JsonWords.Day(date),
            ["run"] = run,
            ["startedAt"] = JsonWords.Instant(started),
            ["state"] = differences > 0 ? "differs" : parts.Any(part => part.Comparison is null) ? "incomplete" : "agreed",
            ["differences"] = differences,
            ["cuts"] = new JsonArray([.. hosts.Select(Cut)]),
            ["registries"] = new JsonArray([.. parts.Select(part => Part(part, hosts))]),
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

    private static JsonObject Part(RegistryPart part, IReadOnlyList<HostCut> hosts)
    {
        var json = new JsonObject
        {
            ["registry"] = part.Registry.Code,
            ["state"] = part.Comparison is null ? "not-compared" : part.Differences > 0 ? "differs" : "agreed",
            ["errors"] = FindingDocument.Write(part.Errors),
        };
        if (part.Snapshot is not { } snapshot || part.Comparison is not { } comparison)
            return json;
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
        json["differences"] = new JsonArray(
        [
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
        if (difference.Serials is { } serials)
        {
            json["first"] = JsonWords.Number(serials.First);
            json["last"] = JsonWords.Number(serials.Last);
        }

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
        DifferenceKind.QuantityMismatch => "quantity-mismatch",
        _ => "orphan-use",
    };

    private static (string Detail, string DetailJa) Sentences(Destination registry, HoldingDifference difference)
    {
        var cell = difference.Cell;
        var what = $"{difference.Tonnes} t of {cell.Project}, vintage {cell.Vintage.Year}, in {cell.Account}{(difference.Serials is { } serials ? $" (numbers {serials})" : "")}";
        var whatJa = $"{cell.Project}・{cell.Vintage.Year}年・口座{cell.Account}の{difference.Tonnes}トン{(difference.Serials is { } numbers ? $"（番号{numbers}）" : "")}";
        return difference.Kind switch
        {
            DifferenceKind.MissingRemote => ($"The hub has {what}; {registry} does not have them.", $"{whatJa}は、ハブにありますが{registry}にありません。"),
            DifferenceKind.MissingLocal => ($"{registry} has {what}; the hub does not know them.", $"{whatJa}は、{registry}にありますがハブにありません。"),
            DifferenceKind.StatusMismatch => (
                $"{registry} has {what}; the hub has them as {difference.HubCell!.Value.Project}, vintage {difference.HubCell.Value.Vintage.Year}, in {difference.HubCell.Value.Account}.",
                $"{whatJa}は{registry}の登録であり、ハブでは{difference.HubCell.Value.Project}・{difference.HubCell.Value.Vintage.Year}年・口座{difference.HubCell.Value.Account}です。"),
            DifferenceKind.OverlapSerial => ($"One side has {what} twice.", $"{whatJa}が重複しています。"),
            DifferenceKind.QuantityMismatch => ($"{registry} did a part of a record that has no receipt; it does not hold {what}.", $"{registry}は受領書のない記録の一部のみを反映しており、{whatJa}を保有していません。"),
            _ => ($"{registry} knows {what}; the hub never announced them.", $"{registry}は{whatJa}を把握していますが、ハブは通知していません。"),
        };
    }

    private static JsonObject Cell(HoldingCell cell) => new()
    {
        ["project"] = cell.Project.ToString(),
        ["vintage"] = cell.Vintage.Year,
        ["account"] = cell.Account,
    };

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
