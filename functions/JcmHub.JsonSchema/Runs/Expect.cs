namespace JcmHub.JsonSchema.Runs;

/// <summary>What the grammar allows next.</summary>
internal enum Expect
{
    Start,
    Value,
    FirstItem,
    FirstName,
    Name,
    Colon,
    MemberValue,
    AfterValue,
    End,
}
