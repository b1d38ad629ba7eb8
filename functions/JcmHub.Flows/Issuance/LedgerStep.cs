using JcmHub.Flows.Exchange;

namespace JcmHub.Flows.Issuance;

/// <summary>What a flow decided on the ledger's present state: nothing to write, a refusal, or a command to commit.</summary>
public sealed record LedgerStep<T>
{
    /// <summary>The answer.</summary>
    public required Outcome<T> Answer { get; init; }

    /// <summary>The command's id; null where there is nothing to write.</summary>
    public string? CommandId { get; init; }

    /// <summary>The part of the command, from 0, where it is larger than one transaction (D4).</summary>
    public int Part { get; init; }

    /// <summary>The hash of the command's input, so that the same command is told from another one under its id.</summary>
    public string InputHash { get; init; } = string.Empty;

    /// <summary>Whether the answer is found again in the rows that the step leaves, so that it is not kept with the command as well.</summary>
    public bool IsAnswerInRows { get; init; }

    /// <summary>Rows of the flow's own, beside those of the entry.</summary>
    public IReadOnlyList<RowWrite> Rows { get; init; } = [];

    /// <summary>A record that can no longer be sent, whose place a void one takes in the outbox.</summary>
    internal VoidedRecord? Void { get; init; }

    /// <summary>All is done, or nothing may be done.</summary>
    public static LedgerStep<T> WithoutEntry(Outcome<T> answer) => new() { Answer = answer };
}
