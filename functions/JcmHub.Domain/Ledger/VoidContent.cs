using JcmHub.Domain.Projects;

namespace JcmHub.Domain.Ledger;

/// <summary>A receiver is told that a number of its stream stands for nothing: the record that had it can no longer be sent (D5).</summary>
/// <param name="Cause">What caused the record.</param>
/// <param name="Project">The project that it was about.</param>
/// <param name="Replaces">The digest under which it was journalled.</param>
/// <param name="Reason">Why it cannot be sent: a code.</param>
/// <param name="Explanation">Why, in words; at most 500 characters.</param>
public sealed record VoidContent(RecordCause Cause, ProjectId Project, string Replaces, string Reason, string Explanation)
    : RecordContent(Cause, Project, [])
{
    /// <inheritdoc />
    public override long Tonnes => 0;
}
