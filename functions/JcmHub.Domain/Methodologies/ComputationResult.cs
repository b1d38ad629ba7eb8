using System.Text.Json;

namespace JcmHub.Domain.Methodologies;

/// <summary>
/// What a report comes to. With any error there are no vintages: never a wrong number.
/// </summary>
/// <param name="Vintages">One per calendar year of the monitoring period, in order.</param>
/// <param name="Errors">Why there is no result.</param>
/// <param name="Warnings">What a verifier must answer, and what must be said with the result.</param>
/// <param name="Trace">How the result came about.</param>
public sealed record ComputationResult(
    IReadOnlyList<VintageResult> Vintages,
    IReadOnlyList<Finding> Errors,
    IReadOnlyList<Finding> Warnings,
    CalculationTrace Trace)
{
    /// <summary>
    /// Writes the result as <c>jcmhub compute --json</c> prints it:
    /// <c>{"vintages": [{"year": 2021, "tonnes": 2017}], "errors": […], "warnings": […], "trace": …}</c>.
    /// </summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("vintages");
        foreach (var vintage in Vintages)
        {
            writer.WriteStartObject();
            writer.WriteNumber("year", vintage.Vintage.Year);
            writer.WriteNumber("tonnes", vintage.Tonnes.Value);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        WriteFindings(writer, "errors", Errors);
        WriteFindings(writer, "warnings", Warnings);
        writer.WritePropertyName("trace");
        Trace.WriteTo(writer);
        writer.WriteEndObject();
    }

    private static void WriteFindings(Utf8JsonWriter writer, string name, IReadOnlyList<Finding> findings)
    {
        writer.WriteStartArray(name);
        foreach (var finding in findings)
        {
            writer.WriteStartObject();
            writer.WriteString("code", finding.Code);
            writer.WriteString("pointer", finding.Pointer);
            writer.WriteString("detail", finding.Detail);
            writer.WriteString("detailJa", finding.DetailJa);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
