namespace JcmHub.Domain.Ledger.Operations;

/// <summary>A registry is asked to move units from one of its accounts to another.</summary>
public sealed record OperationContent(Operation Operation, IReadOnlyList<UnitBlock> Blocks)
    : RecordContent(RecordCause.Operation(Operation.Request.Key), Operation.Request.Project, Blocks)
{
    /// <inheritdoc />
    public override long Tonnes => Operation.Request.Tonnes;
}
