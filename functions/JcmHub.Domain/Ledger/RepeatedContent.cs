using JcmHub.Domain.Projects;

namespace JcmHub.Domain.Ledger;

/// <summary>What a refused record said, to be said again under a new number.</summary>
/// <param name="Cause">What caused the first.</param>
/// <param name="Project">The project.</param>
/// <param name="Blocks">The blocks, as they lie held in the ledger today.</param>
/// <param name="Amount">How many tonnes it concerns.</param>
/// <param name="Document">The refused record's document.</param>
public sealed record RepeatedContent(RecordCause Cause, ProjectId Project, IReadOnlyList<UnitBlock> Blocks, long Amount, string Document)
    : RecordContent(Cause, Project, Blocks)
{
    /// <inheritdoc />
    public override long Tonnes => Amount;
}
