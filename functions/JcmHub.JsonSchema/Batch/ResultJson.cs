using System.Text.Encodings.Web;
using System.Text.Json;

namespace JcmHub.JsonSchema.Batch;

/// <summary>Results as JSON, the same for one document and for a line of a batch.</summary>
public static class ResultJson
{
    /// <summary>Writer options that leave Japanese readable; the output is for programs and terminals, not for HTML.</summary>
    public static JsonWriterOptions WriterOptions { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// <c>{"valid":…,"errors":[{"code","instanceLocation","keywordLocation","line","column","message","messageJa"}…]}</c>, and
    /// <c>"errorsOmitted":true</c> where there were more errors.
    /// </summary>
    public static void Write(Utf8JsonWriter writer, ValidationResult result)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("valid"u8, result.IsValid);
        writer.WriteStartArray("errors"u8);
        foreach (var error in result.Errors)
        {
            writer.WriteStartObject();
            writer.WriteString("code"u8, error.Code);
            writer.WriteString("instanceLocation"u8, error.InstanceLocation);
            writer.WriteString("keywordLocation"u8, error.KeywordLocation);
            WriteRest(writer, error.Line, error.Column, error.Message, error.MessageJa);
        }
        writer.WriteEndArray();
        if (result.ErrorsOmitted)
            writer.WriteBoolean("errorsOmitted"u8, true);
        writer.WriteEndObject();
    }

    /// <summary>A schema that cannot be used: not valid, with one error that has <c>schemaLocation</c> instead of the two locations.</summary>
    public static void Write(Utf8JsonWriter writer, SchemaException refusal)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("valid"u8, false);
        writer.WriteStartArray("errors"u8);
        writer.WriteStartObject();
        writer.WriteString("code"u8, refusal.Code);
        writer.WriteString("schemaLocation"u8, refusal.Location);
        WriteRest(writer, refusal.Line, refusal.Column, refusal.Message, refusal.MessageJa);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteRest(Utf8JsonWriter writer, long line, long column, string message, string messageJa)
    {
        writer.WriteNumber("line"u8, line);
        writer.WriteNumber("column"u8, column);
        writer.WriteString("message"u8, message);
        writer.WriteString("messageJa"u8, messageJa);
        writer.WriteEndObject();
    }
}
