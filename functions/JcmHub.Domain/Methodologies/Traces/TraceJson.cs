using System.Globalization;
using System.Text.Json;
using JcmHub.Domain.Methodologies.Evaluation;
using JcmHub.Domain.Methodologies.Language;
using JcmHub.Domain.Methodologies.Reports;
using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Methodologies.Traces;

/// <summary>Writes a trace as JSON. Numbers are decimal strings, or fractions such as <c>1/3</c> where no decimal is exact.</summary>
internal sealed class TraceJson(Utf8JsonWriter writer, CalculationTrace trace) : IStepRecorder
{
    private int step;

    public void Write()
    {
        writer.WriteStartObject();
        writer.WriteString("documentType", "calculation-trace");
        writer.WriteString("schemaVersion", "1.0");
        writer.WriteString("project", trace.Project.ToString());
        writer.WriteStartObject("monitoringPeriod");
        writer.WriteString("from", trace.Period.From.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        writer.WriteString("to", trace.Period.To.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        writer.WriteEndObject();
        writer.WriteStartArray("methodologies");
        foreach (var methodology in trace.Methodologies) WriteMethodology(methodology);
        writer.WriteEndArray();
        writer.WriteStartArray("vintages");
        foreach (var vintage in trace.Vintages) WriteVintage(vintage);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    string IStepRecorder.Step(string operation, IReadOnlyList<string> operands, RoundedValue value, Unit unit, ReadOnlySpan<StepNote> notes)
    {
        var reference = StartStep(operation, operands);
        foreach (var note in notes) writer.WriteString(note.Name, note.Value);
        WriteValue(value, unit);
        writer.WriteEndObject();
        return reference;
    }

    string IStepRecorder.Condition(string operation, IReadOnlyList<string> operands, bool outcome)
    {
        var reference = StartStep(operation, operands);
        writer.WriteBoolean("value", outcome);
        writer.WriteEndObject();
        return reference;
    }

    void IStepRecorder.Formula(Formula formula, string reference, string operand, RoundedValue value)
    {
        writer.WriteStartObject();
        writer.WriteString("formula", formula.Name);
        writer.WriteString("step", reference);
        writer.WriteString("is", formula.Expression);
        writer.WriteStartArray("of");
        writer.WriteStringValue(operand);
        writer.WriteEndArray();
        WriteValue(value, formula.Unit);
        writer.WriteEndObject();
    }

    private string StartStep(string operation, IReadOnlyList<string> operands)
    {
        var reference = string.Create(CultureInfo.InvariantCulture, $"#{++step}");
        writer.WriteStartObject();
        writer.WriteString("step", reference);
        writer.WriteString("operation", operation);
        writer.WriteStartArray("of");
        foreach (var operand in operands) writer.WriteStringValue(operand);
        writer.WriteEndArray();
        return reference;
    }

    private void WriteMethodology(Methodology methodology)
    {
        writer.WriteStartObject();
        writer.WriteString("id", methodology.Id);
        writer.WriteString("version", methodology.Version);
        writer.WriteString("hash", methodology.ContentHash);
        writer.WriteString("status", Words.Of(methodology.Status));
        if (methodology.GwpSet is { } set) writer.WriteString("gwpSet", set);
        if (methodology.NdcBasis is { } ndc) writer.WriteString("ndcBasis", ndc);
        writer.WriteEndObject();
    }

    private void WriteVintage(VintageCalculation calculation)
    {
        var result = calculation.Result;
        writer.WriteStartObject();
        writer.WriteNumber("year", result.Vintage.Year);
        writer.WriteStartArray("parts");
        foreach (var part in calculation.Parts) WritePart(part);
        writer.WriteEndArray();
        WriteTonnes("reference", result.Reference);
        WriteTonnes("project", result.Project);
        WriteTonnes("leakage", result.Leakage);
        WriteTonnes("deduction", result.Deduction);
        WriteTonnes("reductions", result.Reductions);
        if (result is { BusinessAsUsual: { } bau, NotCredited: { } notCredited })
        {
            WriteTonnes("businessAsUsual", bau);
            WriteTonnes("notCredited", notCredited);
        }

        writer.WriteString("rounding", result.Reductions.Value.Sign < 0 ? "below zero: nothing is issued" : "floor to whole tonnes, once per vintage");
        writer.WriteString("tonnes", result.Tonnes.ToString());
        writer.WriteEndObject();
    }

    private void WritePart(MethodologyCalculation part)
    {
        var model = part.Methodology.Model;
        step = 0;
        writer.WriteStartObject();
        writer.WriteString("methodology", part.Methodology.Id);
        writer.WriteStartArray("inputs");
        foreach (var variable in model.Inputs)
        {
            for (var cell = 0; cell < part.Table.CellCount(variable); cell++) WriteInput(part.Table, variable, cell);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("steps");
        var evaluator = new Evaluator(model, part.Table.ForReplay(), this);
        foreach (var formula in model.Formulas) evaluator.Evaluate(formula);
        writer.WriteEndArray();
        writer.WriteString("reference", model.Results.Reference.Name);
        writer.WriteString("project", model.Results.Project.Name);
        if (model.Results.Leakage is { } leakage) writer.WriteString("leakage", leakage.Name);
        if (model.Results.Deduction is { } deduction) writer.WriteString("deduction", deduction.Name);
        if (model.Results.BusinessAsUsual is { } bau) writer.WriteString("businessAsUsual", bau.Name);
        writer.WriteEndObject();
    }

    private void WriteInput(ValueTable table, Variable variable, int cell)
    {
        writer.WriteStartObject();
        writer.WriteString("input", table.Reference(variable, cell));
        WriteValue(table.Get(variable, cell), variable.Unit);
        switch (table.OriginOf(variable, cell))
        {
            case ReadingsOrigin readings:
                WriteReadings(readings);
                break;
            case FixedOrigin { Provenance: var provenance, Case: var which }:
                writer.WriteString("origin", "methodology");
                if (which is not null) writer.WriteString("case", which);
                if (provenance is not null)
                {
                    writer.WriteString("source", provenance.Source);
                    writer.WriteString("certainty", Words.Of(provenance.Certainty));
                }

                break;
            case ProjectOrigin project:
                writer.WriteString("origin", "project");
                writer.WriteString("pointer", project.Pointer);
                if (project.Source is { } source) writer.WriteString("source", source);
                break;
            case GwpOrigin gwp:
                writer.WriteString("origin", "global-warming-potential");
                writer.WriteString("set", gwp.Set);
                break;
            case AbsentOrigin:
                writer.WriteString("origin", "when-absent");
                break;
            default:
                writer.WriteString("origin", "calendar");
                break;
        }

        writer.WriteEndObject();
    }

    private void WriteReadings(ReadingsOrigin origin)
    {
        var (series, total) = (origin.Series, origin.Total);
        writer.WriteString("origin", "readings");
        writer.WriteString("combined", series.Parameter.Measure == Measure.Flow ? "sum" : "mean weighted by length");
        writer.WriteNumber("count", total.Count);
        if (trace.Readings is null || total.Readings is null)
        {
            writer.WriteString("first", $"/readings/{total.FirstOrdinal}");
            writer.WriteString("last", $"/readings/{total.LastOrdinal}");
            writer.WriteString("hash", total.Hash.Digest());
            return;
        }

        writer.WriteStartArray("readings");
        foreach (var (ordinal, share) in total.Readings.OrderBy(r => r.Ordinal))
        {
            var reading = trace.Readings[ordinal];
            writer.WriteStartObject();
            writer.WriteString("pointer", reading.Pointer);
            writer.WriteString("from", reading.Span.FromText);
            writer.WriteString("to", reading.Span.ToText);
            writer.WriteString("value", reading.Value.ToString(CultureInfo.InvariantCulture));
            if (share is { } part) writer.WriteString("share", part.ToString());
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private void WriteValue(RoundedValue value, Unit unit)
    {
        writer.WriteString("value", value.Nominal.ToString());
        writer.WriteString("unit", unit.ToString());
        if (!value.IsExact) writer.WriteString("within", value.Error.ToString(40));
    }

    private void WriteTonnes(string name, Quantity quantity) => writer.WriteString(name, quantity.Value.ToString());
}
