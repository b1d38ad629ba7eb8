using JcmHub.Domain.Projects;

namespace JcmHub.Domain.Ledger.Corrections;

/// <summary>A registry is told of a correction of units that it holds: blocked, released, or under another authorisation or none.</summary>
public sealed record CorrectionContent(Correction Correction, ProjectId Project, IReadOnlyList<UnitBlock> Blocks)
    : RecordContent(RecordCause.Correction(Correction.Id), Project, Blocks)
{
    /// <inheritdoc />
    public override long Tonnes => Correction.Tonnes;
}
