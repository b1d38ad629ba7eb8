using System.Globalization;
using JcmHub.Domain.Calendar;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;
using JcmHub.Domain.Projects;
using JcmHub.Flows;
using JcmHub.Flows.Exchange;
using JcmHub.Flows.Issuance;

namespace JcmHub.Benchmarks.Exchange;

/// <summary>Fills outboxes: ledger transactions that announce records of one block each, with nobody told of them.</summary>
internal sealed class RecordStock(Ledger ledger)
{
    /// <summary>Two rows a record, within the bound of a transaction.</summary>
    private const int RecordsAtOnce = 40;

    private static readonly Author Author = new("benchmark", "operator", null);

    /// <summary>Announces records to one destination.</summary>
    public async Task AnnounceAsync(PartyId host, Destination destination, int count)
    {
        for (var left = count; left > 0; left -= RecordsAtOnce)
        {
            var command = Guid.NewGuid().ToString("N");
            var announced = Math.Min(left, RecordsAtOnce);
            var answer = await ledger.CommitAsync<string>(host, Author, (_, entry) => Task.FromResult(new LedgerStep<string>
            {
                Answer = "announced",
                CommandId = command,
                InputHash = command,
                Rows = [.. Enumerable.Range(0, announced).Select(number => Announce(entry, destination, string.Create(CultureInfo.InvariantCulture, $"{command}-{number}")))],
            }), default);
            if (answer.IsRefused)
                throw new InvalidOperationException(answer.Refusal.Detail);
        }
    }

    private static RowWrite Announce(LedgerEntry entry, Destination destination, string cause)
    {
        var block = new UnitBlock
        {
            Registry = entry.Host, Units = new SerialRange(1, 10), Project = ProjectId.Parse("TH014"), Vintage = new Vintage(2021), Account = "TH-GOV",
            AccountType = AccountType.GovernmentHolding, Holder = "Government of Thailand", Decision = "TH-TH014-2021", State = UnitState.Awaiting,
        };
        var content = new IssuanceContent(
            block.Decision, block.Project, new MonitoringPeriod(new DateOnly(2021, 1, 1), new DateOnly(2021, 12, 31)), [block], null, null)
        {
            Cause = RecordCause.Operation(cause),
        };
        entry.Announce(destination, RecordKind.Issuance, content, [block.Units]);
        return RowWrite.Add(LedgerKeys.Issuance(cause), RowBooking.Body);
    }
}
