using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Methodologies.Language;

/// <summary>
/// Resolves the names of an expression and proves its units. The first thing that does not hold stops it, with the place
/// and, where units disagree, both of them.
/// </summary>
internal sealed class Binder
{
    public const int DeepestTerm = 250;

    private readonly Vocabulary vocabulary;
    private readonly Dictionary<string, (IndexSet Set, int Slot)> scope = new(StringComparer.Ordinal);
    private ExpressionError? error;
    private int depth;

    private Binder(Vocabulary vocabulary, IEnumerable<KeyValuePair<string, IndexSet>> indexes)
    {
        this.vocabulary = vocabulary;
        foreach (var (name, set) in indexes) scope.Add(name, (set, scope.Count));
    }

    /// <summary>How many index variables the expression holds at once, its own included.</summary>
    private int FrameSize { get; set; }

    /// <summary>Binds an expression whose own index variables are given in order.</summary>
    /// <returns>The term and the size of the frame it needs; or an error.</returns>
    public static (Term? Term, int FrameSize, ExpressionError? Error) Bind(
        Syntax syntax, Vocabulary vocabulary, IReadOnlyList<KeyValuePair<string, IndexSet>> indexes)
    {
        foreach (var (name, _) in indexes)
            if (vocabulary.Variables.ContainsKey(name)) return (null, 0, new("duplicate-name", 0, $"The index {name} is also the name of a parameter or formula."));
        var binder = new Binder(vocabulary, indexes) { FrameSize = indexes.Count };
        var term = binder.Bind(syntax);
        return binder.error is null ? (term, binder.FrameSize, null) : (null, 0, binder.error);
    }

    private Term Bind(Syntax syntax)
    {
        if (error is not null) return Nothing(syntax.At);
        if (++depth > DeepestTerm) return Fail("expression-too-deep", syntax.At, $"An expression may be {DeepestTerm} operations deep, not deeper.");
        var term = syntax switch
        {
            NumberSyntax number => BindNumber(number),
            NameSyntax name => BindName(name),
            NegateSyntax negate => new NegateTerm(negate.At, Number(negate.Operand)),
            NotSyntax not => new NotTerm(not.At, Truth(not.Operand)),
            BinarySyntax { Operator: "and" or "or" } logic => new LogicTerm(logic.At, logic.Operator == "and", Truth(logic.Left), Truth(logic.Right)),
            BinarySyntax { Operator: "+" or "-" or "*" or "/" } arithmetic => BindArithmetic(arithmetic),
            BinarySyntax { Operator: "^" } power => BindPower(power),
            BinarySyntax comparison => BindComparison(comparison),
            ConvertSyntax convert => BindConvert(convert),
            IfSyntax choice => BindIf(choice),
            ReduceSyntax reduce => BindReduce(reduce),
            CallSyntax call => BindCall(call),
            _ => throw new InvalidOperationException($"No rule for {syntax.GetType().Name}."),
        };
        depth--;
        return term;
    }

    private LiteralTerm BindNumber(NumberSyntax number)
    {
        RequireDeclared(number.Unit, number.At);
        return new LiteralTerm(number.At, number.Value, number.Unit);
    }

    private Term BindName(NameSyntax name)
    {
        if (scope.TryGetValue(name.Name, out var index))
        {
            if (name.Indexes.Count > 0) return Fail("wrong-index", name.At, $"{name.Name} is an index and takes none itself.");
            return index.Set.Members == SetMembers.Years
                ? new YearTerm(name.At, index.Set, index.Slot)
                : Fail("not-a-number", name.At, $"{name.Name} stands for a member of {index.Set.Name}; only a year can be computed with.");
        }

        if (!vocabulary.Variables.TryGetValue(name.Name, out var variable))
            return Fail("unknown-name", name.At, $"{name.Name} is neither a parameter nor a formula of this methodology.");
        if (variable.Sets.Count != name.Indexes.Count)
        {
            return Fail("wrong-index", name.At, variable.Sets.Count == 0
                ? $"{name.Name} takes no index."
                : $"{name.Name} takes {variable.Sets.Count} index(es): {string.Join(", ", variable.Sets.Select(s => s.Name))}.");
        }

        var operands = new IndexOperand[name.Indexes.Count];
        for (var i = 0; i < operands.Length; i++)
        {
            if (BindIndex(name.Indexes[i], variable.Sets[i]) is not { } operand) return Nothing(name.At);
            operands[i] = operand;
        }

        return new VariableTerm(name.At, variable, operands);
    }

    private IndexOperand? BindIndex(IndexSyntax index, IndexSet set)
    {
        if (index.IsMember)
        {
            var member = set.Members == SetMembers.Listed ? set.Listed.ToList().IndexOf(index.Text) : -1;
            if (member >= 0) return IndexOperand.OfMember(member);
            Fail("wrong-index", index.At, $"'{index.Text}' is not a member that the file lists for {set.Name}.");
        }
        else if (!scope.TryGetValue(index.Text, out var bound))
        {
            Fail("unknown-name", index.At, $"{index.Text} is no index here.");
        }
        else if (bound.Set != set)
        {
            Fail("wrong-index", index.At, $"{index.Text} runs over {bound.Set.Name}; {set.Name} is needed.");
        }
        else
        {
            return IndexOperand.OfFrame(bound.Slot);
        }

        return null;
    }

    private Term BindArithmetic(BinarySyntax syntax)
    {
        var left = Number(syntax.Left);
        var right = Number(syntax.Right);
        if (error is not null) return Nothing(syntax.At);
        var unit = syntax.Operator switch
        {
            "*" => left.Unit! * right.Unit!,
            "/" => left.Unit! / right.Unit!,
            _ => left.Unit!,
        };
        if (syntax.Operator is "+" or "-" && left.Unit != right.Unit) return Disagree(syntax, left, right);
        return new ArithmeticTerm(syntax.At, syntax.Operator[0], left, right, unit);
    }

    private Term BindPower(BinarySyntax syntax)
    {
        var @base = Number(syntax.Left);
        var exponent = Number(syntax.Right);
        if (error is not null) return Nothing(syntax.At);
        if (exponent.Unit is not { IsNone: true })
            return Fail("unit-mismatch", exponent.At, $"An exponent is a bare number, this one is in {exponent.Unit}.");
        int? whole = exponent switch
        {
            LiteralTerm { Value.IsInteger: true } l when l.Value <= 20 => (int)l.Value.Numerator,
            NegateTerm { Operand: LiteralTerm { Value.IsInteger: true } l } when l.Value <= 20 => -(int)l.Value.Numerator,
            _ => null,
        };
        if (whole is { } power) return new PowerTerm(syntax.At, @base, exponent, power, @base.Unit!.Pow(power));
        if (!@base.Unit!.IsNone)
            return Fail("unit-mismatch", @base.At, $"Only a bare number can be raised to an exponent that is not a whole literal up to 20, this one is in {@base.Unit}.");
        return RequireRounding(syntax.At, new PowerTerm(syntax.At, @base, exponent, null, Unit.None));
    }

    private Term BindComparison(BinarySyntax syntax)
    {
        var left = Number(syntax.Left);
        var right = Number(syntax.Right);
        if (error is not null) return Nothing(syntax.At);
        return left.Unit == right.Unit ? new CompareTerm(syntax.At, syntax.Operator, left, right) : Disagree(syntax, left, right);
    }

    private Term BindConvert(ConvertSyntax syntax)
    {
        var operand = Number(syntax.Operand);
        if (error is not null) return Nothing(syntax.At);
        RequireDeclared(syntax.Unit, syntax.At);
        return vocabulary.Conversions.Factor(operand.Unit!, syntax.Unit) is { } factor
            ? new ConvertTerm(syntax.At, operand, factor, syntax.Unit)
            : Fail("unit-mismatch", syntax.At, $"The file states no conversion from {operand.Unit} to {syntax.Unit}.");
    }

    private Term BindIf(IfSyntax syntax)
    {
        var condition = Truth(syntax.Condition);
        var then = Number(syntax.Then);
        var otherwise = Number(syntax.Else);
        if (error is not null) return Nothing(syntax.At);
        return then.Unit == otherwise.Unit
            ? new IfTerm(syntax.At, condition, then, otherwise)
            : Fail("unit-mismatch", syntax.Else.At, $"'then' gives {then.Unit}, 'else' gives {otherwise.Unit}.");
    }

    private Term BindReduce(ReduceSyntax syntax)
    {
        if (!vocabulary.Sets.TryGetValue(syntax.Set, out var set))
            return Fail("unknown-set", syntax.At, $"{syntax.Set} is no index set of this methodology.");
        if (scope.ContainsKey(syntax.Variable) || vocabulary.Variables.ContainsKey(syntax.Variable))
            return Fail("duplicate-name", syntax.At, $"{syntax.Variable} means something else already.");
        var slot = scope.Count;
        scope.Add(syntax.Variable, (set, slot));
        FrameSize = Math.Max(FrameSize, scope.Count);
        var body = Number(syntax.Body);
        scope.Remove(syntax.Variable);
        return new ReduceTerm(syntax.At, syntax.Function, syntax.Variable, set, slot, body);
    }

    private Term BindCall(CallSyntax syntax)
    {
        switch (syntax.Function)
        {
            case "min" or "max" when syntax.Arguments.Count > 1:
                var operands = syntax.Arguments.Select(Number).ToArray();
                if (error is not null) return Nothing(syntax.At);
                var other = operands.FirstOrDefault(o => o.Unit != operands[0].Unit);
                return other is null
                    ? new ExtremeTerm(syntax.At, syntax.Function == "max", operands)
                    : Fail("unit-mismatch", other.At, $"{syntax.Function} compares {operands[0].Unit} with {other.Unit}.");
            case "exp" when syntax.Arguments.Count == 1:
                var exponent = Number(syntax.Arguments[0]);
                if (error is not null) return Nothing(syntax.At);
                return exponent.Unit!.IsNone
                    ? RequireRounding(syntax.At, new ExponentialTerm(syntax.At, exponent))
                    : Fail("unit-mismatch", exponent.At, $"exp takes a bare number, this one is in {exponent.Unit}.");
            case "count" when syntax.Arguments is [NameSyntax { Indexes.Count: 0 } name]:
                return vocabulary.Sets.TryGetValue(name.Name, out var set)
                    ? new CountTerm(syntax.At, set)
                    : Fail("unknown-set", name.At, $"{name.Name} is no index set of this methodology.");
            case "lookup" when syntax.Arguments is [NameSyntax { Indexes.Count: 0 } tableName, _]:
                if (!vocabulary.Tables.TryGetValue(tableName.Name, out var table))
                    return Fail("unknown-table", tableName.At, $"{tableName.Name} is no table of this methodology.");
                var key = Number(syntax.Arguments[1]);
                if (error is not null) return Nothing(syntax.At);
                return key.Unit == table.KeyUnit
                    ? new LookUpTerm(syntax.At, table, key)
                    : Fail("unit-mismatch", key.At, $"{table.Name} is looked up by {table.KeyUnit}, this is in {key.Unit}.");
            case "min" or "max" or "exp" or "count" or "lookup" or "sum" or "mean":
                return Fail("wrong-arguments", syntax.At, $"{syntax.Function} is not called so; see docs/methodology-language.md.");
            default:
                return Fail("unknown-function", syntax.At, $"There is no function {syntax.Function}.");
        }
    }

    private Term RequireRounding(int at, Term term) => vocabulary.StatesRounding
        ? term
        : Fail("rounding-not-stated", at, "exp and powers that are not whole round: the file must state to how many decimals, under 'rounding'.");

    private void RequireDeclared(Unit unit, int at)
    {
        foreach (var (symbol, _) in unit.Factors)
        {
            if (!vocabulary.Symbols.Contains(symbol))
                Fail("unknown-unit", at, $"{symbol} is not among the file's units.");
        }
    }

    private Term Number(Syntax syntax)
    {
        var term = Bind(syntax);
        return error is null && term.Unit is null ? Fail("not-a-number", syntax.At, "A number is needed here, this is true or false.") : term;
    }

    private Term Truth(Syntax syntax)
    {
        var term = Bind(syntax);
        return error is null && term.Unit is not null ? Fail("not-a-condition", syntax.At, "A condition is needed here, this is a number.") : term;
    }

    private LiteralTerm Disagree(BinarySyntax syntax, Term left, Term right) =>
        Fail("unit-mismatch", syntax.At, $"'{syntax.Operator}' between {left.Unit} and {right.Unit}.");

    private LiteralTerm Fail(string code, int at, string message)
    {
        error ??= new(code, at, message);
        return Nothing(at);
    }

    private static LiteralTerm Nothing(int at) => new(at, default, Unit.None);
}
