using System.Globalization;
using JcmHub.Domain.Methodologies.Evaluation;
using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Methodologies.Traces;

/// <summary>Writes the steps of one methodology's formulas as lines: operands by name, then by value, then the result.</summary>
internal sealed class PageSteps(PageWriter page, ValueTable table, MethodologyModel model) : IStepRecorder
{
    private const int MostShownOperands = 12;
    private const int LongestExactText = 40;

    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);
    private int step;

    /// <summary>The exact decimal where it is short, else twenty places of it; the JSON trace has the exact value.</summary>
    public static string Shown(Rational value)
    {
        var exact = value.ToString();
        return exact.Length <= LongestExactText && !exact.Contains('/', StringComparison.Ordinal) ? exact : "≈ " + value.ToString(20);
    }

    public void Write()
    {
        foreach (var variable in model.Inputs)
        {
            for (var cell = 0; cell < table.CellCount(variable); cell++)
                values[table.Reference(variable, cell)] = $"{Shown(table.Get(variable, cell).Nominal)} {variable.Unit}";
        }

        var evaluator = new Evaluator(model, table, this);
        foreach (var formula in model.Formulas)
        {
            page.Tag("<h4>").Both($"{formula.Name}: {formula.Title.En}", formula.Title.Ja).Tag("</h4>\n<p><code>")
                .Text($"{formula.Name} = {formula.Expression}").Tag("</code></p>\n<ol class=steps>\n");
            evaluator.Evaluate(formula);
            page.Tag("</ol>\n");
        }
    }

    string IStepRecorder.Step(string operation, IReadOnlyList<string> operands, RoundedValue value, Unit unit, ReadOnlySpan<StepNote> notes)
    {
        var reference = Next();
        var rounded = !value.IsExact && operation is "exp" or "^";
        page.Tag(rounded ? "<li class=round>" : "<li>").Text($"{reference} = {Expression(operation, operands, notes)} = ");
        if (operation is not ("count" or "if")) page.Text($"{Expression(operation, [.. operands.Take(MostShownOperands + 1).Select(ValueOf)], notes)} = ");
        var shown = $"{Shown(value.Nominal)} {unit}";
        values[reference] = shown;
        page.Tag("<b>").Text(shown).Tag("</b></li>\n");
        return reference;
    }

    string IStepRecorder.Condition(string operation, IReadOnlyList<string> operands, bool outcome)
    {
        var reference = Next();
        values[reference] = outcome ? "true" : "false";
        page.Tag("<li>").Text($"{reference}: {Expression(operation, operands, [])}: {Expression(operation, [.. operands.Select(ValueOf)], [])} → {values[reference]}").Tag("</li>\n");
        return reference;
    }

    void IStepRecorder.Formula(Formula formula, string reference, string operand, RoundedValue value)
    {
        var shown = $"{Shown(value.Nominal)} {formula.Unit}";
        values[reference] = shown;
        page.Tag("<li><b>").Text($"{reference} = {operand} = {shown}").Tag("</b></li>\n");
    }

    private static string Expression(string operation, IReadOnlyList<string> operands, ReadOnlySpan<StepNote> notes) => operation switch
    {
        "+" or "-" or "<" or "<=" or ">" or ">=" or "=" or "<>" or "and" or "or" => $"{operands[0]} {operation} {operands[1]}",
        "*" => $"{operands[0]} × {operands[1]}",
        "/" => $"{operands[0]} ÷ {operands[1]}",
        "^" => $"({operands[0]}) ^ {operands[1]}",
        "negate" => $"−({operands[0]})",
        "not" => $"not {operands[0]}",
        "convert" => $"{operands[0]} × {notes[0].Value}",
        "if" => $"{operands[1]} ({operands[0]}: {notes[0].Value})",
        "exp" => $"exp({operands[0]}), rounded to {notes[0].Value} decimals",
        "lookup" => $"{notes[0].Value} at {operands[0]} (from {notes[1].Value}, below {(notes[2].Value.Length == 0 ? "∞" : notes[2].Value)})",
        "sum" => operands.Count == 0 ? "0" : Joined(operands, " + "),
        _ => $"{operation}({Joined(operands, ", ")})",
    };

    private static string Joined(IReadOnlyList<string> operands, string separator) => operands.Count <= MostShownOperands
        ? string.Join(separator, operands)
        : $"{string.Join(separator, operands.Take(MostShownOperands))}{separator}…";

    private string ValueOf(string operand) => values.GetValueOrDefault(operand, operand);

    private string Next() => string.Create(CultureInfo.InvariantCulture, $"#{++step}");
}
