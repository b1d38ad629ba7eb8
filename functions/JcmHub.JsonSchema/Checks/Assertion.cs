namespace JcmHub.JsonSchema.Checks;

/// <summary>One keyword of one schema that a value can fail, with its words.</summary>
internal class Assertion(string code, string edge, Phrase phrase)
{
    public string Code { get; } = code;

    /// <summary>The keyword as the last step of a keyword location, such as <c>/minLength</c>; empty for a schema that is <c>false</c>.</summary>
    public string Edge { get; } = edge;

    /// <param name="actual">The kind of the value that failed.</param>
    /// <param name="detail">A figure that belongs to the failure, such as an index; 0 where none does.</param>
    public virtual Phrase Describe(JsonKinds actual, long detail) => phrase;
}
