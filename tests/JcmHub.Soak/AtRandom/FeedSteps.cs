using System.Text.Json.Nodes;
using JcmHub.Flows;
using JcmHub.Flows.Article6;
using JcmHub.Flows.GxEts;

namespace JcmHub.Soak.AtRandom;

/// <summary>A market operator follows the feed from its cursor, at any moment, records being delivered meanwhile; governments take adjustments on their way.</summary>
internal sealed class FeedSteps(SoakWorld world, StreamSteps streams)
{
    private static readonly Caller Market = new("market", "market-operator", null);
    private readonly List<(string Host, long First, long Last, string Account)> _listed = [];
    private string _cursor = "";

    /// <summary>Reads what came since, somebody dispatching beside it.</summary>
    public async Task<bool> PollAsync()
    {
        var (wasSafe, waiting) = (world.IsSafe, world.Tails.Where(stream => stream.Key.Destination == "GX-ETS" && world.BookedOf(stream.Key.Host, "GX-ETS") < stream.Value).Select(stream => stream.Key.Host).ToArray());
        world.IsSafe = true;
        if (waiting.Length > 0)
            world.Hub.Trouble.Meanwhile(world.Random.Next(6), () => streams.DispatchAsync(world.One(waiting), "GX-ETS"));
        await ReadAsync();
        world.Hub.Trouble.Clear();
        world.IsSafe = wasSafe;
        await CheckAsync();
        return true;
    }

    /// <summary>What the feed told so far is what the ledger says; a reader from the beginning learns the same.</summary>
    public async Task CheckAsync()
    {
        await ReadAsync();
        var told = Joined(_listed);
        var should = Joined(world.Ledgers.Values.SelectMany(ledger => ledger.Units.Where(ModelLedger.IsListed).Select(units => (ledger.Host.Code, units.First, units.Last, units.Account))));
        foreach (var (host, first, last, account) in told.Except(should).Concat(should.Except(told)).Take(1))
            throw new SoakFault($"The feed read from its cursor and the state differ about {host} {first}-{last} in {account}: the one has {At(told, host, first)}, the other {At(should, host, first)}; cursor {_cursor}.", $"{first}-", $"-{last}", host);
    }

    /// <summary>A step of an adjustment; now and then one too many.</summary>
    public async Task<bool> AdvanceAsync()
    {
        var host = world.One(SoakHost.All).Code;
        var adjustments = (await world.Hub.Get<ReadBalance>().ReadAsync(host, default)).Value!["adjustments"]!.AsArray();
        if (adjustments.Count == 0)
            return false;
        var adjustment = world.One(adjustments.ToArray())!.AsObject();
        var (id, state) = (adjustment["id"]?.GetValue<string>() ?? adjustment["adjustment"]!.GetValue<string>(), adjustment["state"]!.GetValue<string>());
        string[] order = ["obliged", "reported", "applied", "reviewed"];
        var next = Array.IndexOf(order, state) + (world.Random.Next(5) == 0 ? 2 : 1);
        if (next > 3)
            return false;
        var isRight = next == Array.IndexOf(order, state) + 1;
        var document = new JsonObject { ["documentType"] = "adjustment-step", ["schemaVersion"] = "1.0", ["state"] = order[next], ["on"] = world.Today, ["evidence"] = "the soak" };
        var caller = next == 3 ? new Caller("reviewer", "reviewer", null) : SoakWorld.Government(host);
        world.Expect(await world.CallAsync(() => world.Hub.Get<AdvanceAdjustment>().AdvanceAsync(host, id, SoakWorld.Bytes(document), caller, default)),
            $"{id}, {state}, becomes {order[next]}", isRight ? [] : ["adjustment-order"], id);
        return true;
    }

    private async Task ReadAsync()
    {
        for (var hasMore = true; hasMore;)
        {
            var page = world.Expect(await world.Hub.Get<ReadEligibleCredits>().ReadAsync(_cursor, Market, default), $"the feed after {_cursor}", [], "feed")!;
            foreach (var item in page["items"]!.AsArray())
                Take(item!.AsObject());
            _cursor = page["next"]!.GetValue<string>();
            hasMore = page["hasMore"]!.GetValue<bool>();
        }
    }

    private void Take(JsonObject item)
    {
        var host = item["record"]!.GetValue<string>()[..2];
        var isAnnouncement = item["type"]!.GetValue<string>() == "jcm.eligible-credits.v1";
        foreach (var block in item["data"]!["blocks"]!.AsArray())
        {
            var (first, last) = ModelBooking.Ranges([block!.DeepClone()]).Single();
            var account = block!["account"]!.GetValue<string>();
            Forget(host, first, last, isAnnouncement ? null : account);
            if (isAnnouncement)
                _listed.Add((host, first, last, account));
        }
    }

    private void Forget(string host, long first, long last, string? account)
    {
        foreach (var whole in _listed.Where(each => each.Host == host && each.First <= last && each.Last >= first && (account is null || each.Account == account)).ToArray())
        {
            _listed.Remove(whole);
            if (whole.First < first)
                _listed.Add(whole with { Last = first - 1 });
            if (whole.Last > last)
                _listed.Add(whole with { First = last + 1 });
        }
    }

    private static string At(IEnumerable<(string Host, long First, long Last, string Account)> listed, string host, long unit) =>
        listed.Where(each => each.Host == host && each.First <= unit && unit <= each.Last).Select(each => $"{each.First}-{each.Last} in {each.Account}").FirstOrDefault() ?? "nothing";

    private static HashSet<(string Host, long First, long Last, string Account)> Joined(IEnumerable<(string Host, long First, long Last, string Account)> listed)
    {
        var joined = new List<(string Host, long First, long Last, string Account)>();
        foreach (var next in listed.OrderBy(each => each.Host, StringComparer.Ordinal).ThenBy(each => each.First))
        {
            if (joined.Count > 0 && joined[^1] is var last && last.Host == next.Host && last.Account == next.Account && last.Last + 1 == next.First)
                joined[^1] = last with { Last = next.Last };
            else
                joined.Add(next);
        }

        return [.. joined];
    }
}
