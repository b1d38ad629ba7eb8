using JcmHub.Domain.Adjustments;
using JcmHub.Domain.Calendar;
using JcmHub.Domain.Credits;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Ledger.Journal;
using JcmHub.Domain.Parties;
using JcmHub.Domain.Projects;
using JcmHub.Domain.Quantities;
using JcmHub.Flows;
using JcmHub.Flows.Issuance;

namespace JcmHub.Adapters.Tests.Issuance;

/// <summary>Units in a ledger without the way that leads there.</summary>
internal static class Units
{
    public static readonly Author Somebody = new("test", "operator", null);
    private static readonly DateOnly Day = new(2025, 11, 11);
    private static readonly MonitoringPeriod Year2021 = new(new DateOnly(2021, 1, 1), new DateOnly(2021, 12, 31));
    private static readonly ProjectId Project = ProjectId.Parse("TH014");

    /// <summary>Issues fragments of two units each to JP-GOV in Japan's registry; ITMOs for any purpose where they are authorised.</summary>
    public static async Task IssueAsync(Ledger ledger, PartyId host, int fragments, string id = "issue", bool authorised = false)
    {
        for (var done = 0; done < fragments;)
        {
            var now = Math.Min(40, fragments - done);
            var command = $"{id}-{done}";
            SerialRange units = default;
            await CommitAsync(ledger, host, command, (_, entry) =>
            {
                units = entry.DrawApproved(2 * now);
                for (var i = 0; i < now; i++)
                    entry.Put(Notified(SerialRange.From(units.First + (2 * i), 2)) with { Authorization = authorised ? "THA-0001" : null });
                // An adjustment names the record by which its units were first transferred.
                if (authorised && done == 0)
                    entry.Announce(PartyId.Japan, RecordKind.Issuance, new IssuanceContent("TH-TH014-2021", Project, Year2021, [Notified(units)], null, null), []);
                return Task.CompletedTask;
            }, authorised && done == 0 ? [RowWrite.Add(LedgerKeys.Issuance("TH-TH014-2021"), LedgerJson.Write(Authorised(host)))] : []);
            await CommitAsync(ledger, host, command + "-live", async (view, entry) =>
            {
                foreach (var block in await view.BlocksAsync(PartyId.Japan, units, default))
                    entry.Replace(block, block with { State = UnitState.Live, RegistrySerials = block.Units, FirstTransferredOn = authorised ? Day : null });
                if (authorised)
                    entry.Put(new CorrespondingAdjustment($"{host}.2021.{entry.DrawAdjustment()}", host, "TH-TH014-2021", Project, new Vintage(2021), new WholeTonnes(2 * now), Day, $"{host}.JP.1", null));
            });
            done += now;
        }
    }

    public static async Task CommitAsync(Ledger ledger, PartyId host, string command, Func<LedgerView, LedgerEntry, Task> write, params RowWrite[] rows)
    {
        var answer = await ledger.CommitAsync<string>(host, Somebody, async (view, entry) =>
        {
            await write(view, entry);
            return new LedgerStep<string> { Answer = command, CommandId = command, InputHash = ContentHash.Of([]), Rows = rows };
        }, default);
        Assert.False(answer.IsRefused, answer.Refusal?.Detail);
    }

    /// <summary>As a reconciliation holds numbers of a registry, or none any more.</summary>
    public static Task HoldAsync(Ledger ledger, PartyId host, PartyId registry, string? numbers)
    {
        var units = numbers is null ? "" : $$"""{"serials":"{{numbers}}","project":"{{(host == registry ? host + "001" : Project.ToString())}}","run":"a test"}""";
        return CommitAsync(ledger, host, $"hold-{numbers}", (_, entry) =>
        {
            entry.Dispute(registry, numbers is not null);
            return Task.CompletedTask;
        }, RowWrite.Put(LedgerKeys.Disputes(registry), System.Text.Encoding.UTF8.GetBytes($$"""
            {"run":"a test","startedAt":"2026-05-01T00:00:00Z","isMarketTold":true,"units":[{{units}}]}
            """)));
    }

    private static Domain.Ledger.Issuance Authorised(PartyId host) => new()
    {
        Decision = new Decision("TH-TH014-2021", host, Project, Year2021, Day, new Allocation([]))
        {
            ContentHash = "sha-256:0", Authorization = new Authorization("THA-0001", "CA0004", "NDC and OIMP", new WholeTonnes(1_000_000), Day),
        },
        ReportId = "TH014-0000000000000000",
    };

    /// <summary>Draws units of <c>TH-TH014-2021</c>, which both governments approve with the same entry.</summary>
    public static SerialRange DrawApproved(this LedgerEntry entry, long count)
    {
        entry.Approve(new DecisionApproval("TH-TH014-2021", "sha-256:0", Side.Japan));
        entry.Approve(new DecisionApproval("TH-TH014-2021", "sha-256:0", Side.Partner));
        return entry.DrawUnits(count);
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
