namespace JcmHub.JsonSchema.Checks;

/// <summary>An assertion that can be decided on a scalar alone.</summary>
internal abstract class ScalarCheck(string code, string edge, Phrase phrase) : Assertion(code, edge, phrase)
{
    /// <summary>Kinds that this check can refuse; all others pass it unseen.</summary>
    public abstract JsonKinds Concerns { get; }

    public abstract bool Accepts(in ScalarValue value);
}
