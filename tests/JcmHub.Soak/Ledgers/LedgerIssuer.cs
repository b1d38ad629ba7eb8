using System.Globalization;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using JcmHub.Adapters.Files;
using JcmHub.Adapters.Tables;
using JcmHub.Domain.Calendar;
using JcmHub.Domain.Credits;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Ledger.Journal;
using JcmHub.Domain.Parties;
using JcmHub.Domain.Projects;
using JcmHub.Flows;
using JcmHub.Flows.Exchange;
using JcmHub.Flows.Issuance;
using JcmHub.Local.Stack;
using Microsoft.Extensions.Logging.Abstractions;

namespace JcmHub.Soak.Ledgers;

/// <summary>A process that issues units for one Party, command after command, until it is killed; it says each that was answered.</summary>
public static class LedgerIssuer
{
    private static readonly PassingSigner Signer = new();

    /// <summary>Tonnes of every command.</summary>
    public const int Tonnes = 7;

    private static readonly RuleBook Rules = RuleBookFiles.Load(Path.Combine(Checkout.Root(AppContext.BaseDirectory), "schemas"));
    private static readonly ProjectId Project = ProjectId.Parse("TH014");

    /// <summary>Warms up, says <c>ready</c>, waits for the number of its first command, then issues from there on.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        if (arguments is not [var connection, var party, var name, var lost])
            return 2;
        var host = PartyId.Parse(party);
        var ledger = New(connection, int.Parse(lost, CultureInfo.InvariantCulture));
        // Into another partition, so that the code is compiled and the connection open when it counts.
        await IssueAsync(ledger, PartyId.Parse("ZZ"), Guid.NewGuid().ToString("N"), 0);
        Console.WriteLine("ready");
        var first = await Console.In.ReadLineAsync();
        for (var number = int.Parse(first!, CultureInfo.InvariantCulture); ; number++)
        {
            var units = await IssueAsync(ledger, host, name, number);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{number} {units}"));
        }
    }

    /// <summary>A ledger on a storage whose answers to committed transactions are lost now and then.</summary>
    /// <param name="connection">The storage.</param>
    /// <param name="lostPercent">How many of a hundred answers are lost.</param>
    public static Ledger New(string connection, int lostPercent)
    {
        var options = new TableClientOptions();
        options.Retry.Delay = TimeSpan.FromMilliseconds(5);
        options.AddPolicy(new LostAnswers(lostPercent), HttpPipelinePosition.PerCall);
        var rows = new TableLedgerRows(new TableServiceClient(connection, options));
        return new Ledger(rows, new Relay(rows, new NoQueue(), new ExchangeSteps()), Rules, Signer, TimeProvider.System, NullLogger<Ledger>.Instance);
    }

    /// <summary>Notifies and issues: two commands. Whoever asks again, after whatever end, gets the same units.</summary>
    public static async Task<string> IssueAsync(Ledger ledger, PartyId host, string name, int number)
    {
        var author = new Author(name, "operator", null);
        var command = string.Create(CultureInfo.InvariantCulture, $"{name}-{number}");
        var drawn = await ledger.CommitAsync<string>(host, author, (_, entry) =>
        {
            foreach (var side in Enum.GetValues<Side>())
                entry.Approve(new DecisionApproval("TH-TH014-2021", "sha-256:0", side));
            var units = entry.DrawUnits(Tonnes);
            entry.Put(Notified(host, units));
            return Task.FromResult(Step(command, units.ToString()));
        }, default);
        var text = drawn.Value ?? throw new InvalidOperationException(drawn.Refusal!.Detail);
        var at = text.Split('-').Select(part => long.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        var issued = await ledger.CommitAsync<string>(host, author, async (view, entry) =>
        {
            var block = (await view.BlocksAsync(host, new SerialRange(at[0], at[1]), default)).Single();
            if (block.State == UnitState.Awaiting)
                entry.Replace(block, block with { State = UnitState.Live, RegistrySerials = block.Units });
            return block.State == UnitState.Awaiting ? Step(command + "-live", text) : LedgerStep<string>.WithoutEntry(text);
        }, default);
        return issued.Value ?? throw new InvalidOperationException(issued.Refusal!.Detail);
    }

    private static LedgerStep<string> Step(string command, string answer) => new() { Answer = answer, CommandId = command, InputHash = ContentHash.Of([]) };

    private static UnitBlock Notified(PartyId host, SerialRange units) => new()
    {
        Registry = host,
        Units = units,
        Project = Project,
        Vintage = new Vintage(2021),
        Account = "TH-GOV",
        AccountType = AccountType.GovernmentHolding,
        Holder = "Government of Thailand",
        Decision = "TH-TH014-2021",
        State = UnitState.Awaiting,
    };

    /// <summary>The transaction is stored, and the connection breaks before the client hears of it.</summary>
    private sealed class LostAnswers(int percent) : HttpPipelinePolicy
    {
        public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            await ProcessNextAsync(message, pipeline);
            if (message.Request.Uri.Path.EndsWith("$batch", StringComparison.Ordinal) && Random.Shared.Next(100) < percent)
                throw new IOException("The soak broke the connection.");
        }

        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
            throw new NotSupportedException("The hub's storage calls are asynchronous.");
    }

    /// <summary>These commands announce nothing.</summary>
    private sealed class NoQueue : IRecordQueue
    {
        public Task SendAsync(IReadOnlyList<OutboxRecord> records, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task WakeAsync(StreamId stream, DateTimeOffset? at, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
