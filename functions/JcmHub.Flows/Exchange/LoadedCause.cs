using JcmHub.Domain.Ledger;
using JcmHub.Flows.Issuance;

namespace JcmHub.Flows.Exchange;

/// <summary>A record's cause as it was read.</summary>
/// <param name="Demand">What the record asks for: its receipt is held against it before it is booked.</param>
/// <param name="BookAsync">
/// Books the receipt into the entry: what it confirms becomes fact, what it obliges is announced. Gives the rows to write beside the entry's own.
/// </param>
public sealed record LoadedCause(RecordDemand Demand, Func<Receipt, LedgerEntry, Task<IReadOnlyList<RowWrite>>> BookAsync)
{
    /// <summary>What a market was told: nothing in the ledger changes when it has taken notice.</summary>
    public static LoadedCause Notice(OutboxRecord record) =>
        new(new RecordDemand(RecordKind.EligibleCredits, record.Blocks, record.Day), (_, _) => Task.FromResult<IReadOnlyList<RowWrite>>([]));
}
