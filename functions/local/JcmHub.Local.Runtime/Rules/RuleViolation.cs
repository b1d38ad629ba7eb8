namespace JcmHub.Local.Runtime;

/// <summary>A function breaks a rule that the real build enforces, so it would not deploy.</summary>
/// <param name="Code">The real diagnostic's code, such as AZFW0012; JCMFW where the rule is ours.</param>
/// <param name="Function">Type and method.</param>
/// <param name="Detail">What is wrong.</param>
public sealed record RuleViolation(string Code, string Function, string Detail)
{
    public override string ToString() => $"{Code} {Function}: {Detail}";
}
