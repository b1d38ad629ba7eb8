namespace JcmHub.JsonSchema.Checks;

/// <summary><c>enum</c> or <c>const</c> on scalars; their containers are compared as they stream by, as schemas of their own.</summary>
internal sealed class SetCheck(ScalarSet set, string code, string edge, Phrase phrase) : ScalarCheck(code, edge, phrase)
{
    public override JsonKinds Concerns => JsonKinds.Any;

    public override bool Accepts(in ScalarValue value) => set.Contains(value);
}
