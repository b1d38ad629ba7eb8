using System.Globalization;
using System.Text.Json.Nodes;
using JcmHub.Domain.Ledger.Operations;
using JcmHub.Domain.Parties;
using JcmHub.Flows;
using JcmHub.Flows.Issuance;
using JcmHub.Flows.UnitOperations;

namespace JcmHub.Soak.AtRandom;

/// <summary>Registries ask for transfers, retirements, cancellations and transfers abroad, rightly and wrongly; hosts authorise and approve.</summary>
internal sealed class OperationSteps(SoakWorld world)
{
    private readonly List<(string Host, string Key)> _approving = [];

    /// <summary>An operation within a registry.</summary>
    public async Task<bool> RequestAsync()
    {
        if (Free() is not var (host, units))
            return false;
        var kind = world.One([OperationKind.Transfer, OperationKind.Transfer, OperationKind.Transfer, OperationKind.Cancellation, OperationKind.Retirement]);
        var request = Request(kind, host, units);
        var named = kind == OperationKind.Retirement || world.Random.Next(4) == 0;
        var tonnes = named ? world.Random.NextInt64(1, units.Tonnes + 1) : world.Random.NextInt64(1, 120);
        request["tonnes"] = Text(tonnes);
        var free = world.Ledgers[host].Free(units.Registry, units.Account, units.Project);
        var ranges = ModelLedger.Lowest(named ? [(units.First, units.Last)] : free.Select(each => (each.First, each.Last)), tonnes);
        if (named)
            request["units"] = new JsonArray(new JsonObject { ["hubFirst"] = Text(ranges[0].First), ["hubLast"] = Text(ranges[0].Last) });
        var duty = kind == OperationKind.Cancellation && world.Ledgers[host].Duties.Count > 0 && world.Random.Next(2) == 0 ? world.One(world.Ledgers[host].Duties.ToArray()) : default;
        if (duty.Key is not null)
            request["duty"] = duty.Key;
        string[] codes = Wrong(request) is { } wrong ? [wrong] : Misuse(kind, request, units, ranges.Sum(range => range.Last - range.First + 1) < tonnes);
        if (codes.Length == 0 && duty.Key is not null && tonnes > duty.Value.Owed)
            codes = [duty.Value.Open == 0 ? "duty-discharged" : "duty-exceeded"];
        await AskAsync(kind, host, units.Registry, request, codes, ranges);
        if (codes.Length == 0 && duty.Key is not null)
            world.Ledgers[host].Duties[duty.Key] = duty.Value with { Owed = duty.Value.Owed - tonnes };
        if (codes.Length == 0 && world.Random.Next(6) == 0)
        {
            world.Expect(await AskAsync(kind, units.Registry, request), $"{request["operation"]} again", [], $"{request["operation"]}");
            request["tonnes"] = Text(tonnes + 1);
            world.Expect(await AskAsync(kind, units.Registry, request), $"{request["operation"]} with other content", ["operation-reused"], $"{request["operation"]}");
        }

        return true;
    }

    /// <summary>A transfer abroad of what a host's side holds, by its registry or its government.</summary>
    public async Task<bool> RequestAbroadAsync()
    {
        var held = world.Ledgers.Values.Where(ledger => ledger.Host.Mode is not null)
            .SelectMany(ledger => ledger.In(ledger.Host.Code).Where(units => units.IsFree && IsHolding(units.Account)).Select(units => (ledger.Host.Code, units))).ToArray();
        var authorised = held.Where(each => each.units.Authorization is not null).ToArray();
        if (held.Length == 0)
            return false;
        var (host, units) = authorised.Length > 0 && world.Random.Next(6) > 0 ? world.One(authorised) : world.One(held);
        var tonnes = world.Random.NextInt64(1, units.Tonnes + 1);
        var (first, last) = ModelLedger.Lowest([(units.First, units.Last)], tonnes)[0];
        var request = Request(OperationKind.Transfer, host, units);
        var to = world.One(["JP-GOV", "JP-ENT-01", "JP-ENT-02"]);
        (request["toAccount"], request["acquiringParty"], request["tonnes"]) = (to, "JP", Text(tonnes));
        request["units"] = new JsonArray(new JsonObject { ["hubFirst"] = Text(first), ["hubLast"] = Text(last) });
        var byGovernment = world.Random.Next(3) == 0;
        var key = $"{host}.{request["operation"]}";
        var codes = units.Authorization is null ? new[] { "units-not-authorised" } : [];
        var outcome = await world.CallAsync(() => world.Hub.Get<RequestOperation>().RequestAsync(
            OperationKind.Transfer, SoakWorld.Bytes(request), byGovernment ? SoakWorld.Government(host) : SoakWorld.Registry(host), default));
        if (world.Expect(outcome, $"{key}: {tonnes} t, {first}-{last}, abroad to {to}", codes, key, host) is null)
            return true;
        world.Ledgers[host].Abroad[key] = to;
        world.Ledgers[host].Change(host, first, last, each => each with { Phase = Phase.Reserved, Hold = key }, Phase.Live);
        if (!byGovernment)
            _approving.Add((host, key));
        await world.RefreshAsync(host);
        return true;
    }

    /// <summary>The host's government approves or rejects a transfer abroad.</summary>
    public async Task<bool> ApproveAsync()
    {
        if (_approving.Count == 0)
            return false;
        var (host, key) = world.One(_approving);
        var isRejected = world.Random.Next(4) == 0;
        var document = new JsonObject { ["documentType"] = "transfer-approval", ["schemaVersion"] = "1.0", ["approvedOn"] = world.Today, ["outcome"] = isRejected ? "rejected" : "approved" };
        if (world.Random.Next(6) == 0)
            world.Expect(await DecideAsync(key, document, "JP"), $"{key} decided by Japan", ["wrong-party"], key);
        world.Expect(await DecideAsync(key, document, host), $"{key} is {document["outcome"]}", [], key);
        _approving.Remove((host, key));
        if (isRejected)
        {
            foreach (var units in world.Ledgers[host].In(host).Where(units => units.Hold == key).ToArray())
                world.Ledgers[host].Change(host, units.First, units.Last, each => each with { Phase = Phase.Live, Hold = null }, Phase.Reserved);
        }

        await world.RefreshAsync(host);
        return true;
    }

    /// <summary>An account is shut; then nothing moves to it; then it is open again.</summary>
    public async Task<bool> ShutAsync()
    {
        if (Free() is not var (host, units))
            return false;
        var request = Request(OperationKind.Transfer, host, units);
        request["tonnes"] = "1";
        var account = $"{request["toAccount"]}";
        var status = world.One(["closed", "suspended", "restricted"]);
        await world.TellAccountsAsync(units.Registry, account, status);
        world.Expect(await AskAsync(OperationKind.Transfer, units.Registry, request), $"a transfer to {account}, which is {status}", [$"account-{status}"], account);
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        await world.TellAccountsAsync(units.Registry);
        return true;
    }

    /// <summary>A host authorises units after the decision.</summary>
    public async Task<bool> AuthorizeAsync()
    {
        var decisions = world.Ledgers.Values.SelectMany(ledger => ledger.Decisions.Keys).ToArray();
        if (decisions.Length == 0)
            return false;
        var id = world.One(decisions);
        var (host, ledger) = (id[..2], world.Ledgers[id[..2]]);
        var units = ledger.Units.Where(each => each.Decision == id).ToArray();
        var account = world.Random.Next(3) > 0 && units.Where(each => each.IsFree).Select(each => each.Account).Distinct().ToArray() is { Length: > 0 } accounts ? world.One(accounts) : null;
        var covered = units.Where(each => each is { IsFree: true, Authorization: null, Transferred: false } && (account is null ? IsForJapan(ledger, each) : each.Account == account && (each.Account == ledger.Host.Pending || IsHolding(each.Account)))).ToArray();
        if (covered.Length > 20)
            return false;
        var isShort = covered.Length > 0 && world.Random.Next(8) == 0;
        var isForOthers = world.Random.Next(3) == 0;
        var name = world.Name(isForOthers ? "OIMP LATE-" : "LATE-");
        var document = new JsonObject
        {
            ["documentType"] = "authorization-grant", ["schemaVersion"] = "1.0", ["decision"] = id,
            ["authorization"] = new JsonObject
            {
                ["authorizationId"] = name, ["cooperativeApproach"] = "CA0004", ["purposes"] = "NDC", ["authorizedOn"] = world.Today,
                ["quantity"] = Text(Math.Max(1, covered.Sum(each => each.Tonnes) - (isShort ? 1 : 0))),
            },
        };
        if (isForOthers)
            (document["authorization"]!["purposes"], document["authorization"]!["firstTransferDefOimp"]) = ("NDC and OIMP", "use-or-cancellation");
        if (account is not null)
            document["account"] = account;
        var tonnes = covered.Sum(each => each.Tonnes);
        string[] codes = covered.Length == 0 ? ["authorization-nothing"] : covered.Any(each => each.Vintage < 2021) ? ["vintage-before-2021"] : isShort && tonnes > 1 ? ["authorization-quantity"] : [];
        var outcome = await world.CallAsync(() => world.Hub.Get<AuthorizeUnits>().AuthorizeAsync(SoakWorld.Bytes(document), SoakWorld.Government(host), default));
        if (world.Expect(outcome, $"{name} for {id}{(account is null ? "" : $" in {account}")}: {string.Join(' ', covered.Select(each => $"{each.First}-{each.Last}"))}", codes, id, name) is null)
            return true;
        foreach (var each in covered)
        {
            // In Japan's registry they are issued already: now they are first transferred too.
            var isTransfer = each.Registry == "JP";
            if (isTransfer)
                ledger.Oblige(each.Vintage, each.Tonnes);
            ledger.Change(each.Registry, each.First, each.Last, part => part with { Authorization = name, Transferred = isTransfer }, Phase.Live);
        }

        await world.RefreshAsync(host);
        return true;
    }

    private static bool IsForJapan(ModelLedger ledger, ModelUnits units) =>
        units.Registry == ledger.Host.Code ? units.Account == ledger.Host.Pending : IsHolding(units.Account);

    private static bool IsHolding(string account) => account.EndsWith("-GOV", StringComparison.Ordinal) || account.Contains("-ENT-", StringComparison.Ordinal);

    /// <summary>Free units of a holding account, of any host in any registry.</summary>
    private (string Host, ModelUnits Units)? Free()
    {
        var ledger = world.Ledgers[world.One(SoakHost.All).Code];
        var free = ledger.Units.Where(units => units.IsFree && IsHolding(units.Account)).ToArray();
        return free.Length == 0 ? null : (ledger.Host.Code, world.One(free));
    }

    private JsonObject Request(OperationKind kind, string host, ModelUnits units)
    {
        var word = kind.ToString().ToLowerInvariant();
        var request = new JsonObject
        {
            ["documentType"] = $"{word}-request", ["schemaVersion"] = "1.0", ["operation"] = world.Name("op-"), ["host"] = host, ["project"] = units.Project,
            ["fromAccount"] = units.Account, ["toAccount"] = kind switch
            {
                OperationKind.Cancellation => $"{units.Registry}-CAN",
                OperationKind.Retirement => $"{units.Registry}-RET",
                _ => $"{units.Registry}-{world.One(new[] { "GOV", "ENT-01", "ENT-02", "ENT-03" }.Where(name => $"{units.Registry}-{name}" != units.Account).ToArray())}",
            },
        };
        if (kind == OperationKind.Cancellation)
            request["reason"] = "the soak";
        if (kind == OperationKind.Retirement)
            (request["purpose"], request["useYear"]) = (world.Random.Next(3) == 0 ? "OIMP" : "NDC", world.Random.Next(8) == 0 ? 2027 : world.Clock.Today.Year);
        return request;
    }

    /// <summary>Spoils a request now and then.</summary>
    /// <returns>With what it must be refused.</returns>
    private string? Wrong(JsonObject request)
    {
        switch (world.Random.Next(30))
        {
            case 0:
                request["toAccount"] = "JP-NOBODY";
                return "account-unknown";
            case 1:
                request["toAccount"] = request["fromAccount"]!.GetValue<string>();
                return "account-";
            case 2:
                request["fromAccount"] = $"{request["fromAccount"]!.GetValue<string>()[..2]}-RET";
                return "account-";
            case 3:
                request["surplus"] = 1;
                return "schema-";
            default:
                return null;
        }
    }

    private static string[] Misuse(OperationKind kind, JsonObject request, ModelUnits units, bool isTooMuch)
    {
        if (isTooMuch)
            return ["balance-insufficient"];
        if (kind != OperationKind.Retirement)
            return [];
        var codes = new List<string>();
        var isForNdc = $"{request["purpose"]}" == "NDC";
        if (units.Authorization is null || (!isForNdc && !units.IsForOthers))
            codes.Add("units-not-authorised");
        else if (isForNdc && units.Registry == "JP" && !units.Transferred)
            codes.Add("units-not-transferred");
        else if (request["useYear"]!.GetValue<int>() > 2026)
            codes.Add("use-year-to-come");
        // Japan's NDC period is known, the soak's hosts' are not.
        else if (isForNdc && units.Registry == "JP" && units.Vintage < 2021)
            codes.Add("use-outside-ndc-period");
        return [.. codes];
    }

    private async Task AskAsync(OperationKind kind, string host, string registry, JsonObject request, string[] codes, IReadOnlyList<(long First, long Last)> ranges)
    {
        var key = $"{registry}.{request["operation"]}";
        if (world.Expect(await AskAsync(kind, registry, request), $"{key}: {kind} of {request["tonnes"]} t of {request["project"]} from {request["fromAccount"]} to {request["toAccount"]}, {string.Join(' ', ranges.Select(range => $"{range.First}-{range.Last}"))}", codes, key, host) is null)
            return;
        world.Ledgers[host].Change(registry, ranges, units => units with { Phase = Phase.Reserved, Hold = key }, Phase.Live);
        await world.RefreshAsync(host);
    }

    private Task<Outcome<JsonObject>> AskAsync(OperationKind kind, string registry, JsonObject request) =>
        world.CallAsync(() => world.Hub.Get<RequestOperation>().RequestAsync(kind, SoakWorld.Bytes(request), SoakWorld.Registry(registry), default));

    private Task<Outcome<JsonObject>> DecideAsync(string key, JsonObject document, string party) =>
        world.CallAsync(() => world.Hub.Get<ApproveOperation>().DecideAsync(key, SoakWorld.Bytes(document), SoakWorld.Government(party), default));

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
