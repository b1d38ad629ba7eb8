using JcmHub.Domain.Credits;

namespace JcmHub.Domain.Ledger.Journal;

/// <summary>Which content of each decision each government approved last: units are drawn only where it is the same (D9).</summary>
internal sealed class ApprovedContents
{
    private readonly Dictionary<(string Decision, Side Side), string> _contents = [];

    /// <summary>Every approval that stands, in a fixed order.</summary>
    public IEnumerable<DecisionApproval> All => _contents
        .Select(approval => new DecisionApproval(approval.Key.Decision, approval.Value, approval.Key.Side))
        .OrderBy(approval => approval.Decision, StringComparer.Ordinal).ThenBy(approval => approval.Side);

    /// <summary>A government approves; what it approved of that decision before counts no more.</summary>
    public void Add(DecisionApproval approval) => _contents[(approval.Decision, approval.Side)] = approval.Content;

    /// <summary>Whether both governments approved the same content of a block's decision; one of several projects is named after decision and project.</summary>
    public bool Cover(UnitBlock block) =>
        AreOfBoth(block.Decision)
        || (block.Decision.EndsWith($"-{block.Project}", StringComparison.Ordinal) && AreOfBoth(block.Decision[..^$"-{block.Project}".Length]));

    private bool AreOfBoth(string decision) =>
        _contents.TryGetValue((decision, Side.Japan), out var japans) && _contents.TryGetValue((decision, Side.Partner), out var partners) && japans == partners;
}
