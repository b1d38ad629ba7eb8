namespace JcmHub.JsonSchema;

/// <summary>The types of 2020-12 as a set. <c>Integer</c> alone stands for numbers without a fraction.</summary>
[Flags]
internal enum JsonKinds
{
    None = 0,
    Null = 1,
    Boolean = 2,
    Number = 4,
    String = 8,
    Object = 16,
    Array = 32,
    Integer = 64,
    Any = Null | Boolean | Number | String | Object | Array,
}
