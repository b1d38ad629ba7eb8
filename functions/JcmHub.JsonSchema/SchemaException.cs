namespace JcmHub.JsonSchema;

/// <summary>A schema cannot be used: it is not JSON, breaks the rules of 2020-12, or asks for what this library refuses.</summary>
/// <param name="code">Stable code, one of <see cref="ErrorCodes"/> that begin with <c>invalid-schema</c>.</param>
/// <param name="location">JSON Pointer into the schema document, as a fragment of its URI where it has one.</param>
/// <param name="line">Line of that place in the schema document, from 1; 0 where it is not known.</param>
/// <param name="column">Column of that place in Unicode code points, from 1; 0 where it is not known.</param>
/// <param name="message">What is wrong, in English.</param>
/// <param name="messageJa">What is wrong, in Japanese.</param>
public sealed class SchemaException(string code, string location, long line, long column, string message, string messageJa)
    : Exception(message)
{
    /// <summary>Stable code.</summary>
    public string Code { get; } = code;

    /// <summary>Where in the schema: a JSON Pointer, after the schema's URI and <c>#</c> where it has a URI.</summary>
    public string Location { get; } = location;

    /// <summary>Line in the schema document, from 1.</summary>
    public long Line { get; } = line;

    /// <summary>Column in the schema document, in Unicode code points from 1.</summary>
    public long Column { get; } = column;

    /// <summary>The message in Japanese.</summary>
    public string MessageJa { get; } = messageJa;
}
