using JcmHub.Domain.Methodologies;
using JcmHub.Domain.Parties;

namespace JcmHub.Domain.Credits;

/// <summary>What a decision's rules found: errors stop it, warnings stand beside it. What is not known, or not surely, only warns (D9).</summary>
public sealed class DecisionReview
{
    private readonly List<Finding> _errors = [];
    private readonly List<Finding> _warnings = [];
    private readonly List<FeeStatement> _fees = [];

    /// <summary>Rules broken.</summary>
    public IReadOnlyList<Finding> Errors => _errors;

    /// <summary>What is unknown, unsure or deviates with a reason.</summary>
    public IReadOnlyList<Finding> Warnings => _warnings;

    /// <summary>What the host charges.</summary>
    public IReadOnlyList<FeeStatement> Fees => _fees;

    internal void Refuse(string code, string pointer, string detail, string detailJa) => Refuse(new Finding(code, pointer, detail, detailJa));

    internal void Refuse(Finding finding) => _errors.Add(finding);

    internal void Warn(string code, string pointer, string detail, string detailJa) => _warnings.Add(new Finding(code, pointer, detail, detailJa));

    internal void State(FeeStatement fee) => _fees.Add(fee);

    /// <summary>A broken rule: it refuses where we are sure of it, else it warns and says how sure we are.</summary>
    internal void Break<T>(DatedRule<T> rule, string code, string pointer, string detail, string detailJa)
    {
        if (rule.IsSure)
            Refuse(code, pointer, detail, detailJa);
        else
            Warn(code, pointer, $"{detail} The rule is {rule.Grounds}.", $"{detailJa}（規則の確度：{rule.Grounds}）");
    }

    /// <summary>A rule that was applied although we are not sure of it.</summary>
    internal void Rely<T>(DatedRule<T> rule, string what, string whatJa)
    {
        if (!rule.IsSure)
            Warn("rule-unsure", "/decidedOn", $"{what} is {rule.Grounds}.", $"{whatJa}は確認されていません（{rule.Grounds}）。");
    }
}
