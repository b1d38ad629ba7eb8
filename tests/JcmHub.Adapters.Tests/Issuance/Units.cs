using JcmHub.Domain.Calendar;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;
using JcmHub.Domain.Projects;
using JcmHub.Flows;
using JcmHub.Flows.Issuance;

namespace JcmHub.Adapters.Tests.Issuance;

/// <summary>Units in a ledger without the way that leads there.</summary>
internal static class Units
{
    public static readonly Author Somebody = new("test", "operator", null);
    private static readonly ProjectId Project = ProjectId.Parse("TH014");

    /// <summary>Issues fragments of two units each to JP-GOV in Japan's registry.</summary>
    public static async Task IssueAsync(Ledger ledger, PartyId host, int fragments, string id = "issue")
    {
        for (var done = 0; done < fragments;)
        {
            var now = Math.Min(40, fragments - done);
            var command = $"{id}-{done}";
            SerialRange units = default;
            await CommitAsync(ledger, host, command, (_, entry) =>
            {
                units = entry.DrawUnits(2 * now);
                for (var i = 0; i < now; i++)
                    entry.Put(Notified(SerialRange.From(units.First + (2 * i), 2)));
                return Task.CompletedTask;
            });
            await CommitAsync(ledger, host, command + "-live", async (view, entry) =>
            {
                foreach (var block in await view.BlocksAsync(PartyId.Japan, units, default))
                    entry.Replace(block, block with { State = UnitState.Live, RegistrySerials = block.Units });
            });
            done += now;
        }
    }

    public static async Task CommitAsync(Ledger ledger, PartyId host, string command, Func<LedgerView, LedgerEntry, Task> write)
    {
        var answer = await ledger.CommitAsync<string>(host, Somebody, async (view, entry) =>
        {
            await write(view, entry);
            return new LedgerStep<string> { Answer = command, CommandId = command, InputHash = ContentHash.Of([]) };
        }, default);
        Assert.False(answer.IsRefused, answer.Refusal?.Detail);
    }

    public static UnitBlock Notified(SerialRange units) => new()
    {
        Registry = PartyId.Japan,
        Units = units,
        Project = Project,
        Vintage = new Vintage(2021),
        Account = "JP-GOV",
        AccountType = AccountType.GovernmentHolding,
        Holder = "Government of Japan",
        Decision = "TH-TH014-2021",
        State = UnitState.Awaiting,
    };
}
