using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using JcmHub.Domain.Calendar;
using JcmHub.Domain.Credits;
using JcmHub.Domain.Parties;
using JcmHub.Domain.Projects;
using JcmHub.Domain.Quantities;
using JcmHub.Flows;
using JcmHub.Flows.Decisions;
using JcmHub.Flows.Exchange;
using JcmHub.Flows.Intake;
using JcmHub.Flows.Issuance;

namespace JcmHub.Soak.AtRandom;

/// <summary>Both governments decide: on one project or several, for few recipients or so many that it takes parts; sometimes wrongly first.</summary>
internal sealed class DecisionSteps(SoakWorld world)
{
    private static readonly DateOnly First = new(2019, 1, 1);
    private readonly Dictionary<string, int> _months = [];

    /// <summary>A decision from its reports to its coming into force.</summary>
    public async Task<bool> DecideAsync()
    {
        var host = world.One(SoakHost.All);
        var isLarge = world.Random.Next(15) == 0;
        var projects = host.Projects.OrderBy(_ => world.Random.Next()).Take(isLarge ? 3 : world.Random.Next(6) == 0 ? 2 : 1)
            .Select(project => Next(host, project, isLarge)).OfType<Asked>().ToArray();
        if (projects.Length == 0)
            return false;
        var id = $"{host.Code}-{world.Name("D")}";
        world.Tell($"{id} is about {string.Join(", ", projects.Select(asked => $"{asked.Project} {asked.Period}"))}");
        foreach (var asked in projects)
            await ReadyAsync(asked);

        if (world.Random.Next(8) == 0)
        {
            var wrong = Document(id, host, projects);
            var tonnes = (wrong["allocation"] ?? wrong["projects"]![0]!["allocation"])!["recipients"]![0]!["tonnes"]!.AsObject();
            tonnes[tonnes.First().Key] = tonnes.First().Value!.GetValue<long>() + 1;
            world.Expect(await ApproveAsync(wrong, "JP"), $"a sum too large in {id}", ["allocation", "authorization-quantity"], id);
        }

        var document = Document(id, host, projects);
        if (world.Random.Next(8) == 0)
        {
            // Another content voids the approval of this one.
            var other = document.DeepClone().AsObject();
            other["decidedOn"] = world.Clock.Today.AddDays(-1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            world.Expect(await ApproveAsync(other, host.Code), $"{id} as of yesterday by {host.Code}", [], id);
        }

        var first = world.Random.Next(2) == 0;
        var waits = world.Expect(await ApproveAsync(document, first ? "JP" : host.Code), $"{id} by the one side", [], id)!;
        if (waits.IsInForce)
            throw new SoakFault($"{id} is in force on one side's word.", id);
        var done = world.Expect(await ApproveAsync(document, first ? host.Code : "JP"), $"{id} by the other side", [], id)!;
        if (!done.IsInForce)
            throw new SoakFault($"{id} is approved by both sides and not in force.", id);
        foreach (var asked in projects.OrderBy(asked => Array.IndexOf(projects, asked)))
            await NotifiedAsync(host, projects.Length == 1 ? id : $"{id}-{asked.Project}", asked);
        if (world.Random.Next(10) == 0)
        {
            var again = document.DeepClone().AsObject();
            again["decisionId"] = $"{id}-AGAIN";
            world.Expect(await ApproveAsync(again, "JP"), $"{id} under another id", ["report-already-decided"], id);
        }

        await world.RefreshAsync(host.Code);
        return true;
    }

    /// <summary>A government without a registry acknowledges what it was notified of, and once too much.</summary>
    public async Task<bool> AcknowledgeAsync()
    {
        var waiting = SoakHost.All.Where(host => host.Mode is null)
            .SelectMany(host => world.Ledgers[host.Code].Decisions.Where(decision => !decision.Value.IsAcknowledged && decision.Value.Partner.Count > 0).Select(decision => (Host: host.Code, decision.Key, decision.Value)))
            .ToArray();
        if (waiting.Length == 0)
            return false;
        var (host, id, decision) = world.One(waiting);
        var isWrong = world.Random.Next(4) == 0;
        var document = new JsonObject
        {
            ["documentType"] = "notification-acknowledgement", ["schemaVersion"] = "1.0", ["decision"] = id, ["acknowledgedOn"] = world.Today,
            ["vintages"] = new JsonArray([.. decision.Partner.Select(vintage => new JsonObject
            {
                ["year"] = vintage.Key, ["tonnes"] = (vintage.Value + (isWrong ? 1 : 0)).ToString(CultureInfo.InvariantCulture),
            })]),
        };
        world.Expect(await world.CallAsync(() => world.Hub.Get<Acknowledge>().NotificationAsync(PartyId.Parse(host), SoakWorld.Bytes(document), SoakWorld.Government(host), default)),
            $"the acknowledgement of {id}{(isWrong ? " with a tonne too much" : "")}", isWrong ? ["acknowledgement-tonnes"] : [], id);
        decision.IsAcknowledged = !isWrong;
        return true;
    }

    /// <summary>The host approves the transfer of what waits for it.</summary>
    public async Task<bool> ApproveTransferAsync()
    {
        var decisions = SoakHost.All.Where(host => host.Flow == "A").SelectMany(host => world.Ledgers[host.Code].Decisions.Keys).ToArray();
        if (decisions.Length == 0)
            return false;
        // Mostly one for which something waits.
        var waiting = decisions.Where(decision => Pending(decision).Any()).ToArray();
        var id = waiting.Length > 0 && world.Random.Next(5) > 0 ? world.One(waiting) : world.One(decisions);
        var host = id[..2];
        var document = new JsonObject { ["documentType"] = "transfer-approval", ["schemaVersion"] = "1.0", ["approvedOn"] = world.Today };
        var answer = await world.CallAsync(() => world.Hub.Get<ApproveTransfer>().ApproveAsync(id, SoakWorld.Bytes(document), SoakWorld.Government(host), default));
        world.Tell($"the transfer of {id} is approved: {answer.Refusal?.Code ?? "accepted"}");
        var pending = Pending(id).ToArray();
        if (answer.IsRefused)
        {
            var isRight = answer.Refusal.Code switch
            {
                "transfer-nothing" or "transfer-already-approved" => pending.Length == 0,
                // A record of several asks its registry for the rest first.
                "transfer-not-issued" => world.Ledgers[host].In(host).Any(units => units.Decision == id && units.Phase == Phase.Awaiting),
                _ => false,
            };
            if (!isRight)
                throw new SoakFault($"The transfer of {id} is refused: {answer.Refusal.Detail}; what waits is {string.Join(", ", pending.AsEnumerable())}.", id);
            return true;
        }

        world.Ledgers[host].Change(host, pending.Select(units => (units.First, units.Last)), units => units with { Phase = Phase.Leaving }, Phase.Live);
        await world.RefreshAsync(host);
        return true;
    }

    private IEnumerable<ModelUnits> Pending(string decision) =>
        world.Ledgers[decision[..2]].In(decision[..2]).Where(units => units.Decision == decision && units.Account == world.Ledgers[decision[..2]].Host.Pending && units.Phase == Phase.Live);

    private Task<Outcome<DecisionState>> ApproveAsync(JsonObject decision, string party) =>
        world.CallAsync(() => world.Hub.Get<DecideTogether>().ApproveAsync(SoakWorld.Bytes(decision), SoakWorld.Government(party), default));

    /// <summary>The next months of a project; null where all are decided.</summary>
    private Asked? Next(SoakHost host, string project, bool isLarge)
    {
        // A fifth of the projects begin before reductions could become ITMOs.
        var from = _months.GetValueOrDefault(project, project.EndsWith('1') ? 0 : 24);
        var months = isLarge ? 13 : world.Random.Next(3) > 0 ? 1 : world.Random.Next(2, 5);
        // No report crosses the end of 2020.
        if (from < 24)
            months = Math.Min(months, 24 - from);
        if (from + months > 84)
            return null;
        _months[project] = from + months;
        var period = new MonitoringPeriod(First.AddMonths(from), First.AddMonths(from + months).AddDays(-1));
        var lines = new List<Line>();
        foreach (var (side, party) in new[] { (Side.Japan, "JP"), (Side.Partner, host.Code) })
        {
            var accounts = new[] { "GOV", "ENT-01", "ENT-02", "ENT-03", "ENT-04", "ENT-05", "ENT-06", "ENT-07" }.OrderBy(_ => world.Random.Next());
            foreach (var account in accounts.Take(isLarge ? 8 : world.Random.Next(side == Side.Japan ? 1 : 0, 4)))
            {
                for (var year = period.From.Year; year <= period.To.Year; year++)
                    lines.Add(new Line(side, $"{party}-{account}", year, world.Random.Next(1, isLarge ? 9 : 80)));
            }
        }

        var isAuthorised = period.From.Year >= 2021 && world.Random.Next(10) < 6;
        return new Asked(project, period, lines, isAuthorised ? $"{(world.Random.Next(3) == 0 ? "OIMP " : "")}{project}-{from}" : null);
    }

    private JsonObject Document(string id, SoakHost host, Asked[] projects)
    {
        var document = new JsonObject { ["documentType"] = "joint-committee-decision", ["schemaVersion"] = "1.0", ["decisionId"] = id, ["party"] = host.Code, ["decidedOn"] = world.Today };
        var items = projects.Select(Item).ToArray();
        if (items.Length > 1)
            document["projects"] = new JsonArray([.. items]);
        else
        {
            foreach (var (name, value) in items[0])
                document[name] = value?.DeepClone();
        }

        return document;
    }

    private static JsonObject Item(Asked asked)
    {
        var item = new JsonObject
        {
            ["project"] = asked.Project,
            ["monitoringPeriod"] = new JsonObject { ["from"] = $"{asked.Period.From:yyyy-MM-dd}", ["to"] = $"{asked.Period.To:yyyy-MM-dd}" },
            ["allocation"] = new JsonObject
            {
                ["kind"] = "whole-tonnes",
                ["recipients"] = new JsonArray([.. asked.Lines.GroupBy(line => (line.Side, line.Account)).Select(recipient => new JsonObject
                {
                    ["holder"] = $"Holder of {recipient.Key.Account}",
                    ["side"] = recipient.Key.Side == Side.Japan ? "japan" : "partner",
                    ["kind"] = recipient.Key.Account.EndsWith("GOV", StringComparison.Ordinal) ? "government" : "entity",
                    ["account"] = recipient.Key.Account,
                    ["tonnes"] = new JsonObject(recipient.Select(line => KeyValuePair.Create($"{line.Year}", (JsonNode?)line.Tonnes))),
                })]),
            },
        };
        if (asked.Authorization is { } authorization)
            item["authorization"] = new JsonObject
            {
                ["authorizationId"] = authorization, ["cooperativeApproach"] = "CA0004", ["purposes"] = "NDC",
                ["quantity"] = asked.Lines.Where(line => line.Side == Side.Japan).Sum(line => line.Tonnes), ["authorizedOn"] = "2026-05-20",
            };
        if (asked.Authorization?.StartsWith("OIMP", StringComparison.Ordinal) == true)
            (item["authorization"]!["purposes"], item["authorization"]!["firstTransferDefOimp"]) = ("NDC and OIMP", "use-or-cancellation");
        return item;
    }

    /// <summary>What was decided is drawn, tonne for tonne, from the units behind the last one.</summary>
    private async Task NotifiedAsync(SoakHost host, string id, Asked asked)
    {
        var ledger = world.Ledgers[host.Code];
        var (_, issuance) = (await world.Hub.Get<Ledger>().View(PartyId.Parse(host.Code)).IssuanceAsync(id, default))!.Value;
        var left = asked.Lines.ToList();
        foreach (var line in issuance.Lines.OrderBy(line => line.Units.First))
        {
            var (account, year, tonnes) = (line.Allocation.Recipient.Account, line.Allocation.Vintage.Year, line.Units.Count);
            if (line.Units.First != ledger.LastUnit + 1 || left.RemoveAll(each => each.Account == account && each.Year == year && each.Tonnes == tonnes) != 1)
                throw new SoakFault($"{id} draws {line.Units} for {account}, {year}, {tonnes} t, after unit {ledger.LastUnit}; decided were {string.Join(", ", asked.Lines)}.", id);
            ledger.LastUnit = line.Units.Last;
            var forJapan = line.Allocation.Recipient.Side == Side.Japan;
            var isA = host.Flow == "A";
            var isJapans = forJapan && !isA;
            if (forJapan)
                ledger.Recipients.Add((line.Units.First, line.Units.Last, account));
            ledger.Add(new ModelUnits(isJapans ? "JP" : host.Code, line.Units.First, line.Units.Last, asked.Project, year, id, forJapan && isA ? host.Pending : account, Phase.Awaiting)
            {
                Authorization = forJapan ? asked.Authorization : null,
            });
        }

        if (left.Count > 0)
            throw new SoakFault($"{id} draws nothing for {string.Join(", ", left)}.", id);
        ledger.Decisions[id] = new ModelDecision(asked.Project, asked.Lines.Where(line => line.Side == Side.Partner).GroupBy(line => line.Year).ToDictionary(year => year.Key, year => year.Sum(line => line.Tonnes)))
        {
            Tonnes = asked.Lines.Sum(line => line.Tonnes),
        };
    }

    /// <summary>A report, computed, verified, requested and found complete by both sides.</summary>
    private async Task ReadyAsync(Asked asked)
    {
        var (reports, rules, id) = (world.Hub.Get<IReports>(), world.Hub.Get<RuleBook>(), ProjectId.Parse(asked.Project));
        var hash = ContentHash.Of(Encoding.UTF8.GetBytes($"{asked.Project} {asked.Period}"));
        var state = new ReportState
        {
            Id = ReportState.IdOf(id, hash), Project = id, Period = asked.Period, ContentHash = hash, Blob = "none", SubmittedBy = "participant", SubmittedAt = world.Clock.GetUtcNow(),
        };
        var (claims, version) = await reports.ProjectAsync(id, default);
        await reports.AddAsync(state, new ProjectClaims(id, claims.With(new ReportClaim(state.Id, hash, asked.Period), null), version), new ReplacedReport(null, string.Empty), default);
        var (stored, stamp) = (await reports.FindAsync(state.Id, default))!.Value;
        var vintages = asked.Lines.GroupBy(line => line.Year).Select(year => new VintageTonnes(new Vintage(year.Key), new WholeTonnes(year.Sum(line => line.Tonnes)))).ToArray();
        await reports.CompleteAsync(stored with { Result = new ComputedResult(world.Clock.GetUtcNow(), vintages, [], [], [], "none") }, stamp, default);

        var entity = $"TPE-{state.Host}-001";
        var statement = new JsonObject
        {
            ["documentType"] = "verification-statement", ["schemaVersion"] = "1.0", ["outcome"] = "verified", ["thirdPartyEntity"] = entity, ["contentHash"] = hash, ["verifiedOn"] = "2026-05-10",
            ["vintages"] = new JsonArray([.. vintages.Select(vintage => new JsonObject { ["year"] = vintage.Vintage.Year, ["tonnes"] = vintage.Tonnes.ToString() })]),
        };
        Done(await world.Hub.Get<VerifyReport>().VerifyAsync(state.Id, SoakWorld.Bytes(statement), new Caller("entity", "third-party-entity", null) { Entities = new HashSet<string> { entity } }, default));
        var request = new JsonObject { ["documentType"] = "issuance-request", ["schemaVersion"] = "1.0", ["requestedOn"] = "2026-05-11" };
        Done(await world.Hub.Get<RequestIssuance>().RequestAsync(state.Id, SoakWorld.Bytes(request), default));
        foreach (var party in new[] { "JP", asked.Project[..2] })
        {
            var check = new JsonObject { ["documentType"] = "completeness-check", ["schemaVersion"] = "1.0", ["outcome"] = "complete", ["checkedOn"] = "2026-05-12" };
            Done(await world.Hub.Get<CheckCompleteness>().CheckAsync(state.Id, SoakWorld.Bytes(check), new Caller($"secretariat {party}", "secretariat", PartyId.Parse(party)), default));
        }

        void Done<T>(Outcome<T> outcome) => world.Expect(outcome.IsRefused ? (Outcome<string>)outcome.Refusal : (Outcome<string>)"done", $"a step of {asked.Project} {asked.Period}", [], asked.Project);
    }

    private sealed record Line(Side Side, string Account, int Year, long Tonnes);

    private sealed record Asked(string Project, MonitoringPeriod Period, IReadOnlyList<Line> Lines, string? Authorization);
}
