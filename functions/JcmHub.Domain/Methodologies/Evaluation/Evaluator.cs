using System.Globalization;
using JcmHub.Domain.Methodologies.Language;
using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Methodologies.Evaluation;

/// <summary>
/// Evaluates proved expressions over a table of values, exactly. The first thing that cannot be computed stops it and is
/// kept in <see cref="Failure"/>; what is returned then means nothing.
/// </summary>
internal sealed partial class Evaluator(MethodologyModel model, ValueTable table, IStepRecorder? steps, long mostSteps = Evaluator.MostSteps)
{
    public const long MostSteps = 30_000_000;
    public const long MostBits = 8192;
    private const int LargestWholePower = 1000;

    private int[] frame = [];
    private long work;
    private string lastReference = "";

    /// <summary>Why the evaluation stopped, or null.</summary>
    public FindingKind? Failure { get; private set; }

    /// <summary>The table that could not answer, where the failure is a look-up's.</summary>
    public string? FailedTable { get; private set; }

    /// <summary>Evaluates a formula for every combination of its members and puts the values into the table.</summary>
    public void Evaluate(Formula formula)
    {
        if (table.CellCount(formula.Variable) > ValueTable.MostCells)
        {
            Fail(FindingCatalogue.TooMuchWork);
            return;
        }

        table.Allocate(formula.Variable, withOrigins: false);
        frame = new int[formula.FrameSize];
        for (var cell = 0; cell < table.CellCount(formula.Variable) && Failure is null; cell++)
        {
            table.MembersOf(formula.Variable.Sets, cell).CopyTo(frame, 0);
            var value = Number(formula.Term);
            table.Set(formula.Variable, cell, value);
            steps?.Formula(formula, table.Reference(formula.Variable, cell), lastReference, value);
        }
    }

    /// <summary>Evaluates an expression whose own index variables stand for those members.</summary>
    public RoundedValue Evaluate(Term term, ReadOnlySpan<int> members, int frameSize = 0)
    {
        frame = new int[Math.Max(frameSize, members.Length)];
        members.CopyTo(frame);
        return Number(term);
    }

    /// <summary>The same for a condition.</summary>
    public bool Holds(Term term, ReadOnlySpan<int> members, int frameSize)
    {
        frame = new int[Math.Max(frameSize, members.Length)];
        members.CopyTo(frame);
        return Truth(term);
    }

    private RoundedValue Number(Term term)
    {
        if (Failure is not null) return default;
        if (++work > mostSteps) return Fail(FindingCatalogue.TooMuchWork);
        return term switch
        {
            LiteralTerm literal => Literal(literal),
            VariableTerm variable => Value(variable),
            YearTerm year => Year(year),
            NegateTerm negate => Negate(negate),
            ArithmeticTerm arithmetic => Arithmetic(arithmetic),
            PowerTerm power => Power(power),
            ExponentialTerm exponential => Exponential(exponential),
            ConvertTerm convert => Convert(convert),
            IfTerm choice => Choice(choice),
            ExtremeTerm extreme => Extreme(extreme),
            ReduceTerm reduce => Reduce(reduce),
            CountTerm count => Record("count", RoundedValue.Exact(table.Members[count.Set.Slot].Length), Unit.None, [], count.Set.Name),
            LookUpTerm lookUp => LookUp(lookUp),
            _ => throw new InvalidOperationException($"No rule for {term.GetType().Name}."),
        };
    }

    private RoundedValue Literal(LiteralTerm literal)
    {
        if (steps is not null) lastReference = new Quantity(literal.Value, literal.Of).ToString();
        return RoundedValue.Exact(literal.Value);
    }

    private RoundedValue Value(VariableTerm term)
    {
        Span<int> members = stackalloc int[term.Indexes.Count];
        for (var i = 0; i < members.Length; i++)
            members[i] = term.Indexes[i].FrameSlot >= 0 ? frame[term.Indexes[i].FrameSlot] : term.Indexes[i].Member;
        var cell = table.Cell(term.Variable, members);
        if (steps is not null) lastReference = table.Reference(term.Variable, cell);
        return table.Get(term.Variable, cell);
    }

    private RoundedValue Year(YearTerm term)
    {
        var year = table.FirstYears[term.Set.Slot] + frame[term.FrameSlot];
        if (steps is not null) lastReference = new Quantity(year, Unit.Year).ToString();
        return RoundedValue.Exact(year);
    }

    private RoundedValue Arithmetic(ArithmeticTerm term)
    {
        var left = Number(term.Left);
        var leftReference = lastReference;
        var right = Number(term.Right);
        if (Failure is not null) return default;
        RoundedValue? result = term.Operator switch
        {
            '+' => left + right,
            '-' => left - right,
            '*' => left * right,
            _ => RoundedValue.Divide(left, right),
        };
        return result is { } value
            ? Record(term.Operator.ToString(), value, term.Of, [], leftReference, lastReference)
            : Fail(right.IsExact ? FindingCatalogue.DivisionByZero : FindingCatalogue.RoundingDecides);
    }

    private RoundedValue Negate(NegateTerm term)
    {
        var operand = Number(term.Operand);
        return Record("negate", -operand, term.Unit!, [], lastReference);
    }

    private RoundedValue Power(PowerTerm term)
    {
        var @base = Number(term.Base);
        var baseReference = lastReference;
        var exponent = Number(term.Exponent);
        if (Failure is not null) return default;
        if (!exponent.IsExact) return Fail(FindingCatalogue.OutsideDomain);
        var rounds = !exponent.Nominal.IsInteger;
        RoundedValue? result;
        if (rounds)
        {
            result = RoundedValue.Pow(@base, exponent.Nominal, model.Rounding!.Decimals);
        }
        else if (Rational.Abs(exponent.Nominal) > LargestWholePower)
        {
            result = null;
        }
        else
        {
            var whole = (int)exponent.Nominal.Numerator;
            if (@base.Nominal.BitLength * Math.Abs(whole) > MostBits) return Fail(FindingCatalogue.NumberTooLarge);
            result = RoundedValue.Pow(@base, whole);
            if (result is null) return Fail(FindingCatalogue.DivisionByZero);
        }

        return result is { } value
            ? Record("^", value, term.Of, rounds ? Decimals() : [], baseReference, lastReference)
            : Fail(FindingCatalogue.OutsideDomain);
    }

    private RoundedValue Exponential(ExponentialTerm term)
    {
        var operand = Number(term.Operand);
        if (Failure is not null) return default;
        return RoundedValue.Exp(operand, model.Rounding!.Decimals) is { } value
            ? Record("exp", value, Unit.None, Decimals(), lastReference)
            : Fail(FindingCatalogue.OutsideDomain);
    }

    private RoundedValue Convert(ConvertTerm term)
    {
        var operand = Number(term.Operand);
        return Record("convert", operand * RoundedValue.Exact(term.Factor), term.Of, Note("by", term.Factor), lastReference);
    }

    private RoundedValue Choice(IfTerm term)
    {
        var condition = Truth(term.Condition);
        var conditionReference = lastReference;
        var value = Number(condition ? term.Then : term.Else);
        return Record("if", value, term.Unit!, Note("taken", condition ? "then" : "else"), conditionReference, lastReference);
    }

    private RoundedValue Extreme(ExtremeTerm term)
    {
        var references = steps is null ? null : new List<string>();
        RoundedValue? result = null;
        foreach (var operand in term.Operands)
        {
            var value = Number(operand);
            references?.Add(lastReference);
            result = result is { } best ? (term.IsMaximum ? RoundedValue.Max(best, value) : RoundedValue.Min(best, value)) : value;
        }

        return RecordAll(term.IsMaximum ? "max" : "min", result!.Value, term.Unit!, [], references);
    }

    private RoundedValue Reduce(ReduceTerm term)
    {
        var references = steps is null ? null : new List<string>();
        var count = table.Members[term.Set.Slot].Length;
        if (count == 0 && term.Function != "sum") return Fail(FindingCatalogue.EmptySet);
        var result = RoundedValue.Exact(Rational.Zero);
        for (var member = 0; member < count && Failure is null; member++)
        {
            frame[term.FrameSlot] = member;
            var value = Number(term.Body);
            references?.Add(lastReference);
            result = term.Function switch
            {
                "min" when member > 0 => RoundedValue.Min(result, value),
                "max" when member > 0 => RoundedValue.Max(result, value),
                "min" or "max" => value,
                _ => result + value,
            };
        }

        if (Failure is not null) return default;
        if (term.Function == "mean") result = RoundedValue.Divide(result, RoundedValue.Exact(count))!.Value;
        return RecordAll(term.Function, result, term.Unit!, Note("over", term.Set.Name), references);
    }

    private RoundedValue LookUp(LookUpTerm term)
    {
        var key = Number(term.Key);
        if (Failure is not null) return default;
        foreach (var band in term.Table.Bands)
        {
            if (!band.Holds(key.Low) && !band.Holds(key.High)) continue;
            if (!band.Holds(key.Low) || !band.Holds(key.High)) return Fail(FindingCatalogue.RoundingDecides);
            StepNote[] notes = steps is null ? [] :
                [new("table", term.Table.Name), new("from", band.From?.ToString() ?? ""), new("below", band.To?.ToString() ?? "")];
            return Record("lookup", RoundedValue.Exact(band.Value), term.Table.Unit, notes, lastReference);
        }

        FailedTable = term.Table.Name;
        return Fail(FindingCatalogue.OutsideBands);
    }

    private StepNote[] Decimals() => Note("decimals", model.Rounding!.Decimals);

    private StepNote[] Note(string name, object value) =>
        steps is null ? [] : [new(name, string.Create(CultureInfo.InvariantCulture, $"{value}"))];

    private RoundedValue Record(string operation, RoundedValue value, Unit unit, StepNote[] notes, params ReadOnlySpan<string> operands) =>
        RecordAll(operation, value, unit, notes, steps is null ? null : operands.ToArray());

    private RoundedValue RecordAll(string operation, RoundedValue value, Unit unit, StepNote[] notes, IReadOnlyList<string>? operands)
    {
        if (Failure is not null) return default;
        if (value.Nominal.BitLength > MostBits) return Fail(FindingCatalogue.NumberTooLarge);
        if (steps is not null) lastReference = steps.Step(operation, operands!, value, unit, notes);
        return value;
    }

    private RoundedValue Fail(FindingKind kind)
    {
        Failure ??= kind;
        return default;
    }
}
