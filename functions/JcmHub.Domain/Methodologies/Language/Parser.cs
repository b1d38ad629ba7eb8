using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Methodologies.Language;

/// <summary>
/// The grammar of docs/methodology-language.md by recursive descent. Depth and length are limited, so that no text,
/// however hostile, costs more than a moment or the stack.
/// </summary>
internal ref partial struct Parser
{
    public const int LongestExpression = 4000;
    public const int DeepestNesting = 64;

    private readonly string text;
    private int at;
    private int depth;
    private ExpressionError? error;

    private Parser(string text) => this.text = text;

    public static Syntax? Parse(string text, out ExpressionError? error)
    {
        if (text.Length > LongestExpression)
        {
            error = new("expression-too-long", LongestExpression, $"An expression has at most {LongestExpression} characters.");
            return null;
        }

        var parser = new Parser(text);
        var syntax = parser.Or();
        parser.SkipBlank();
        if (parser.error is null && parser.at < text.Length) parser.Fail("an operator or the end");
        error = parser.error;
        return error is null ? syntax : null;
    }

    private Syntax Or()
    {
        var left = And();
        while (Word("or", out var start)) left = new BinarySyntax(start, "or", left, And());
        return left;
    }

    private Syntax And()
    {
        var left = Not();
        while (Word("and", out var start)) left = new BinarySyntax(start, "and", left, Not());
        return left;
    }

    private Syntax Not()
    {
        if (!Word("not", out var start)) return Comparison();
        if (!Enter()) return Nothing(start);
        var operand = Not();
        depth--;
        return new NotSyntax(start, operand);
    }

    private Syntax Comparison()
    {
        var left = Conversion();
        SkipBlank();
        var start = at;
        foreach (var sign in (ReadOnlySpan<string>)["<=", ">=", "<>", "<", ">", "="])
            if (Sign(sign)) return new BinarySyntax(start, sign, left, Conversion());
        return left;
    }

    private Syntax Conversion()
    {
        var operand = Sum();
        while (Word("to", out var start))
        {
            SkipBlank();
            if (at == text.Length || text[at] != '{') Fail("a unit in braces");
            operand = new ConvertSyntax(start, operand, UnitInBraces());
            if (error is not null) return operand;
        }

        return operand;
    }

    private Syntax Sum()
    {
        var left = Product();
        while (true)
        {
            SkipBlank();
            var start = at;
            if (Sign("+")) left = new BinarySyntax(start, "+", left, Product());
            else if (Sign("-")) left = new BinarySyntax(start, "-", left, Product());
            else return left;
        }
    }

    private Syntax Product()
    {
        var left = Signed();
        while (true)
        {
            SkipBlank();
            var start = at;
            if (Sign("*")) left = new BinarySyntax(start, "*", left, Signed());
            else if (Sign("/")) left = new BinarySyntax(start, "/", left, Signed());
            else return left;
        }
    }

    private Syntax Signed()
    {
        SkipBlank();
        var start = at;
        if (!Sign("-")) return Power();
        if (!Enter()) return Nothing(start);
        var operand = Signed();
        depth--;
        return new NegateSyntax(start, operand);
    }

    private Syntax Power()
    {
        var left = Primary();
        SkipBlank();
        var start = at;
        if (!Sign("^")) return left;
        if (!Enter()) return left;
        var right = Signed();
        depth--;
        return new BinarySyntax(start, "^", left, right);
    }

    private Syntax Primary()
    {
        SkipBlank();
        var start = at;
        if (error is not null || at == text.Length) return Fail("a number, a name or a bracket");
        if (!Enter()) return Nothing(start);
        Syntax result;
        if (Sign("("))
        {
            result = Or();
            Expect(")");
        }
        else if (char.IsAsciiDigit(text[at]))
        {
            result = Number();
        }
        else if (char.IsAsciiLetter(text[at]))
        {
            result = NameOrCall();
        }
        else
        {
            result = Fail("a number, a name or a bracket");
        }

        depth--;
        return result;
    }

    private NumberSyntax Number()
    {
        var start = at;
        while (at < text.Length && (char.IsAsciiDigit(text[at]) || text[at] == '.')) at++;
        if (at - start > 40 || !DecimalText.TryParseRational(text[start..at], out var value))
        {
            at = start;
            Fail("a decimal number of at most 40 characters");
            value = default;
        }

        var unit = at < text.Length && text[at] == '{' ? UnitInBraces() : Unit.None;
        return new NumberSyntax(start, value, unit);
    }

    private Unit UnitInBraces()
    {
        var start = at;
        var end = at < text.Length && text[at] == '{' ? text.IndexOf('}', at) : -1;
        if (end >= 0 && Unit.TryParse(text[(at + 1)..end].Trim(), out var unit))
        {
            at = end + 1;
            return unit;
        }

        at = start;
        Fail("a unit in braces, such as {tCO2/MWh}");
        return Unit.None;
    }

    private Syntax NameOrCall()
    {
        var start = at;
        var name = Name();
        if (name == "if") return If(start);
        if (Sign("(")) return Call(start, name);
        if (!Sign("[")) return new NameSyntax(start, name, []);
        var indexes = new List<IndexSyntax>();
        do indexes.Add(Index());
        while (error is null && Sign(","));
        Expect("]");
        return new NameSyntax(start, name, indexes);
    }

    private IndexSyntax Index()
    {
        SkipBlank();
        var start = at;
        if (at < text.Length && text[at] == '\'')
        {
            var end = text.IndexOf('\'', at + 1);
            if (end > at + 1)
            {
                at = end + 1;
                return new(start, text[(start + 1)..end], IsMember: true);
            }
        }
        else if (at < text.Length && char.IsAsciiLetter(text[at]))
        {
            return new(start, Name(), IsMember: false);
        }

        Fail("an index: a variable, or a member in single quotes");
        return new(start, "", IsMember: true);
    }

    private Syntax If(int start)
    {
        var condition = Or();
        if (!Word("then", out _)) return Fail("'then'");
        var then = Or();
        if (!Word("else", out _)) return Fail("'else'");
        return new IfSyntax(start, condition, then, Or());
    }

    private Syntax Call(int start, string function)
    {
        if (function is "sum" or "mean" or "min" or "max" && TryBinding(out var variable, out var set))
        {
            var body = Or();
            Expect(")");
            return new ReduceSyntax(start, function, variable, set, body);
        }

        var arguments = new List<Syntax>();
        if (!Sign(")"))
        {
            do arguments.Add(Or());
            while (error is null && Sign(","));
            Expect(")");
        }

        return new CallSyntax(start, function, arguments);
    }

    /// <summary>Looks ahead for <c>i in set:</c> and steps over it only where it is there.</summary>
    private bool TryBinding(out string variable, out string set)
    {
        var back = at;
        variable = set = "";
        SkipBlank();
        if (at < text.Length && char.IsAsciiLetter(text[at]))
        {
            variable = Name();
            if (Word("in", out _))
            {
                SkipBlank();
                if (at < text.Length && char.IsAsciiLetter(text[at]))
                {
                    set = Name();
                    if (Sign(":")) return true;
                }
            }
        }

        at = back;
        return false;
    }
}
