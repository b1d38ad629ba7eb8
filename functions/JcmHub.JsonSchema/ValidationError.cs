namespace JcmHub.JsonSchema;

/// <summary>One thing that is wrong with a document.</summary>
/// <param name="Code">Stable code, see <see cref="ErrorCodes"/>.</param>
/// <param name="InstanceLocation">JSON Pointer (RFC 6901) to the value; empty for the whole document.</param>
/// <param name="KeywordLocation">JSON Pointer to the keyword, following the evaluation through <c>$ref</c>; empty where no keyword is at fault.</param>
/// <param name="Line">Line of the value's first byte, from 1.</param>
/// <param name="Column">Column of the value's first byte in Unicode code points, from 1.</param>
/// <param name="Message">What is wrong, in English. Never quotes the document's own values.</param>
/// <param name="MessageJa">The same in Japanese.</param>
public sealed record ValidationError(
    string Code, string InstanceLocation, string KeywordLocation, long Line, long Column, string Message, string MessageJa);
