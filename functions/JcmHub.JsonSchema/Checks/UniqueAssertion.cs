namespace JcmHub.JsonSchema.Checks;

/// <summary><c>uniqueItems</c>; told once per array, for the first item that repeats.</summary>
internal sealed class UniqueAssertion() : Assertion(ErrorCodes.UniqueItems, "/uniqueItems", default)
{
    public override Phrase Describe(JsonKinds actual, long detail) =>
        new($"the items must differ; item {detail} equals an earlier one", $"要素は互いに異なる必要があります（{detail}番目の要素が前の要素と同じです）");
}
