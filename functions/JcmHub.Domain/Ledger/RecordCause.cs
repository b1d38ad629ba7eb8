namespace JcmHub.Domain.Ledger;

/// <summary>What caused a record, and so what its receipt is booked on.</summary>
/// <param name="Kind">Which row of the ledger it is.</param>
/// <param name="Id">Its id there: of an issuance the decision's, of an operation its own.</param>
public readonly record struct RecordCause(CauseKind Kind, string Id)
{
    /// <summary>A decision's issuance.</summary>
    public static RecordCause Issuance(string decisionId) => new(CauseKind.Issuance, decisionId);

    /// <summary>An operation on issued units.</summary>
    public static RecordCause Operation(string operationId) => new(CauseKind.Operation, operationId);

    /// <summary>A correction of both governments.</summary>
    public static RecordCause Correction(string correctionId) => new(CauseKind.Correction, correctionId);

    /// <summary>A decision's part of a market's list.</summary>
    public static RecordCause MarketList(string decisionId) => new(CauseKind.MarketList, decisionId);
}
