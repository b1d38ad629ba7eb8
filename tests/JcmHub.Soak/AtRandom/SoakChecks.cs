using System.Globalization;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;
using JcmHub.Flows.Article6;
using JcmHub.Flows.Issuance;
using JcmHub.Flows.Signing;

namespace JcmHub.Soak.AtRandom;

/// <summary>What must always hold, whatever happened.</summary>
internal sealed class SoakChecks(SoakWorld world, FeedSteps feed)
{
    /// <summary>Journal entries that verified in the last round.</summary>
    public long Entries { get; private set; }

    /// <summary>Every check, of every host.</summary>
    public async Task RunAsync()
    {
        Entries = 0;
        foreach (var ledger in world.Ledgers.Values)
        {
            await VerifyAsync(ledger);
            // What a host's own registry retires toward the host's NDC never left it: no ITMO was used.
            await CheckBalanceAsync(ledger.Host.Code, ledger.Obliged, new Dictionary<int, long>());
            CheckOnce(ledger);
        }

        var used = world.Ledgers.Values.SelectMany(ledger => ledger.Used).Where(use => use.Key.Party == "JP").GroupBy(use => use.Key.Year);
        await CheckBalanceAsync("JP", new Dictionary<int, long>(), used.ToDictionary(year => year.Key, year => year.Sum(use => use.Value)));

        await feed.CheckAsync();
    }

    /// <summary>The journal verifies offline, gives the blocks that are stored, and these are where the model has them.</summary>
    private async Task VerifyAsync(ModelLedger ledger)
    {
        var (rows, host) = (world.Hub.Get<ILedgerRows>(), PartyId.Parse(ledger.Host.Code));
        using var journal = new MemoryStream();
        if (await ExportJournal.WriteAsync(rows, host, world.Hub.Get<IRecordSigner>(), world.Clock, journal, default) is not { } closing)
            return;
        Entries += closing.Head.Number;
        journal.Position = 0;
        var verdict = JournalVerification.Verify(journal, default);
        if (verdict.Failure is { } failure)
        {
            var step = world.Entries[host.Code].FirstOrDefault(each => each.Entry >= verdict.FailedEntry).Step;
            throw new SoakFault(string.Create(CultureInfo.InvariantCulture, $"The journal of {host} does not verify: entry {verdict.FailedEntry}, of step {step} or one shortly before it: {failure.Code}, {failure.Detail}"), $"{step}: ", host.Code);
        }

        var stored = new List<UnitBlock>();
        await foreach (var row in new LedgerView(rows, host).AllBlocksAsync(default))
            stored.Add(LedgerJson.Read<UnitBlock>(row.Body));
        var replayed = verdict.State!.Blocks.OrderBy(block => block.Registry.Code, StringComparer.Ordinal).ThenBy(block => block.Units.First);
        if (stored.Zip(replayed).FirstOrDefault(pair => pair.First != pair.Second) is { First: { } one, Second: { } other })
            throw new SoakFault($"Stored is {one}; the journal gives {other}.", host.Code);
        var found = ModelLedger.Joined(stored.Select(Read)).ToArray();
        var should = ModelLedger.Joined(ledger.Units.Select(units => units with { Hold = null, IsAnswered = false })).ToArray();
        var differs = found.Except(should).OrderBy(units => units.First).FirstOrDefault();
        if (differs is not null || found.Length != should.Length)
            throw new SoakFault($"The ledger of {host} has {differs}; it should have {string.Join(", ", should.Where(units => differs is null || (units.First <= differs.Last && units.Last >= differs.First)).Take(4))}.",
                differs is null ? [host.Code] : [differs.Decision, .. Around(ledger, differs)]);
    }

    private static IEnumerable<string> Around(ModelLedger ledger, ModelUnits differs) =>
        ledger.Units.Where(units => units.First <= differs.Last && units.Last >= differs.First).Select(units => string.Create(CultureInfo.InvariantCulture, $"{units.First}-"));

    private static ModelUnits Read(UnitBlock block) => new(
        block.Registry.Code, block.Units.First, block.Units.Last, block.Project.ToString(), block.Vintage.Year, block.Decision, block.Account, Enum.Parse<Phase>(block.State.ToString()))
    {
        Authorization = block.Authorization,
        Transferred = block.FirstTransferredOn is not null,
        Number = block.RegistrySerials?.First,
    };

    /// <summary>A balance adds the first transfers under an authorisation, by year of the reduction, and subtracts uses toward the Party's NDC, by year of use.</summary>
    private async Task CheckBalanceAsync(string party, IReadOnlyDictionary<int, long> obliged, IReadOnlyDictionary<int, long> used)
    {
        var balance = (await world.Hub.Get<ReadBalance>().ReadAsync(party, default)).Value!;
        foreach (var (name, should) in new[] { ("additions", obliged), ("subtractions", used) })
        {
            var found = balance[name]!.AsArray().ToDictionary(year => (int)year!["year"]!, year => long.Parse($"{year!["tonnes"]}", CultureInfo.InvariantCulture));
            foreach (var year in found.Keys.Union(should.Keys).Where(year => found.GetValueOrDefault(year) != should.GetValueOrDefault(year)))
                throw new SoakFault($"The balance of {party} has {name} of {found.GetValueOrDefault(year)} t for {year}; it should be {should.GetValueOrDefault(year)} t.", party);
        }
    }

    /// <summary>By the registries' own word no unit is live in two of them.</summary>
    private void CheckOnce(ModelLedger ledger)
    {
        var live = world.Exchange.Registries.Values.Where(registry => registry.Code != "GX-ETS")
            .SelectMany(registry => registry.Holdings.Where(held => held.Host == ledger.Host.Code && held.Account != ledger.Host.Out).Select(held => (registry.Code, Held: held)))
            .OrderBy(each => each.Held.HubFirst).ToArray();
        for (var i = 1; i < live.Length; i++)
        {
            if (live[i].Held.HubFirst <= live[i - 1].Held.HubLast)
                throw new SoakFault($"A tonne is live twice: {live[i - 1]} and {live[i]}.", ledger.Host.Code);
        }
    }
}
