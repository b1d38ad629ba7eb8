namespace JcmHub.JsonSchema;

/// <summary>The kinds of JSON value that hold no others.</summary>
public enum ScalarKind
{
    /// <summary><c>null</c>.</summary>
    Null,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>A number, known by its text.</summary>
    Number,

    /// <summary>A string, known by its characters.</summary>
    String,
}
