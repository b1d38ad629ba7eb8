using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace JcmHub.Domain.Tests.Methodologies;

/// <summary>
/// Redoes a trace from nothing but its JSON, with arithmetic of its own: what a verifier with patience would do. It shares
/// no code with the engine.
/// </summary>
internal static class TinyEvaluator
{
    /// <summary>The tonnes per year; throws where a stated value is not what its operands give.</summary>
    public static Dictionary<int, BigInteger> Redo(JsonElement trace) => trace.GetProperty("vintages").EnumerateArray()
        .ToDictionary(v => v.GetProperty("year").GetInt32(), RedoVintage);

    private static BigInteger RedoVintage(JsonElement vintage)
    {
        Fraction reference = 0, project = 0, leakage = 0, deduction = 0;
        foreach (var part in vintage.GetProperty("parts").EnumerateArray())
        {
            var values = new Dictionary<string, Fraction>();
            foreach (var input in part.GetProperty("inputs").EnumerateArray()) values.Add(Text(input, "input"), RedoInput(input));
            foreach (var step in part.GetProperty("steps").EnumerateArray()) RedoStep(step, values);
            reference += values[Text(part, "reference")];
            project += values[Text(part, "project")];
            if (part.TryGetProperty("leakage", out var name)) leakage += values[name.GetString()!];
            if (part.TryGetProperty("deduction", out name)) deduction += values[name.GetString()!];
        }

        var reductions = reference - project - leakage - deduction;
        Same(reductions, Fraction.Parse(Text(vintage, "reductions")), "reductions");
        var floor = BigInteger.DivRem(reductions.Over, reductions.Under, out var rest);
        return reductions.Over.Sign <= 0 ? 0 : floor;
    }

    private static Fraction RedoInput(JsonElement input)
    {
        var value = Fraction.Parse(Text(input, "value"));
        if (!input.TryGetProperty("readings", out var readings)) return value;
        Fraction sum = 0, weights = 0;
        foreach (var reading in readings.EnumerateArray())
        {
            var share = reading.TryGetProperty("share", out var part) ? Fraction.Parse(part.GetString()!) : 1;
            var days = DateOnly.Parse(Text(reading, "to"), CultureInfo.InvariantCulture).DayNumber - DateOnly.Parse(Text(reading, "from"), CultureInfo.InvariantCulture).DayNumber + 1;
            var weight = Text(input, "combined") == "sum" ? share : days * share;
            sum += Fraction.Parse(Text(reading, "value")) * weight;
            weights += weight;
        }

        Same(value, Text(input, "combined") == "sum" ? sum : sum / weights, Text(input, "input"));
        return value;
    }

    private static void RedoStep(JsonElement step, Dictionary<string, Fraction> values)
    {
        var name = Text(step, "step");
        var of = step.GetProperty("of").EnumerateArray().Select(o => o.GetString()!).ToList();
        if (step.TryGetProperty("formula", out _))
        {
            values.Add(name, Value(of[0], values));
            Same(values[name], Fraction.Parse(Text(step, "value")), name);
            return;
        }

        if (step.GetProperty("value").ValueKind != JsonValueKind.String)
        {
            RedoCondition(step, of, values);
            values.Add(name, step.GetProperty("value").GetBoolean() ? 1 : 0);
            return;
        }

        var operation = Text(step, "operation");
        var stated = Fraction.Parse(Text(step, "value"));
        if (operation is "count")
        {
            values.Add(name, stated);
            return;
        }

        var operands = of.Select(o => Value(o, values)).ToList();
        Fraction result = operation switch
        {
            "+" => operands[0] + operands[1],
            "-" => operands[0] - operands[1],
            "*" => operands[0] * operands[1],
            "/" => operands[0] / operands[1],
            "negate" => 0 - operands[0],
            "convert" => operands[0] * Fraction.Parse(Text(step, "by")),
            "sum" => operands.Aggregate((Fraction)0, (a, b) => a + b),
            "mean" => operands.Aggregate((Fraction)0, (a, b) => a + b) / operands.Count,
            "min" => operands.Aggregate((a, b) => (a - b).Over.Sign < 0 ? a : b),
            "max" => operands.Aggregate((a, b) => (a - b).Over.Sign > 0 ? a : b),
            "if" => operands[0].Over.IsOne == (Text(step, "taken") == "then") ? operands[1] : throw new InvalidOperationException(name),
            "exp" => Fraction.Exp(operands[0], int.Parse(Text(step, "decimals"), CultureInfo.InvariantCulture)),
            "^" when operands[1].Under.IsOne => Fraction.Power(operands[0], (int)operands[1].Over),
            "^" => RootOf(stated, operands[0], operands[1], int.Parse(Text(step, "decimals"), CultureInfo.InvariantCulture)),
            "lookup" => LookUp(step, operands[0], stated),
            _ => throw new InvalidOperationException($"{operation} is not known."),
        };
        Same(stated, result, name);
        values.Add(name, stated);
    }

    /// <summary>A root is checked by raising it: the true one lies within a last place of what is stated.</summary>
    private static Fraction RootOf(Fraction stated, Fraction value, Fraction exponent, int decimals)
    {
        var place = new Fraction(1, BigInteger.Pow(10, decimals));
        var power = Fraction.Power(value, (int)exponent.Over);
        Assert.True((Fraction.Power(stated - place, (int)exponent.Under) - power).Over.Sign < 0);
        Assert.True((Fraction.Power(stated + place, (int)exponent.Under) - power).Over.Sign > 0);
        return stated;
    }

    private static void RedoCondition(JsonElement step, List<string> of, Dictionary<string, Fraction> values)
    {
        var a = Value(of[0], values);
        var sign = of.Count > 1 ? (a - Value(of[1], values)).Over.Sign : 0;
        var outcome = Text(step, "operation") switch
        {
            "<" => sign < 0, "<=" => sign <= 0, ">" => sign > 0, ">=" => sign >= 0, "=" => sign == 0, "<>" => sign != 0,
            "not" => a.Over.IsZero,
            "and" => a.Over.IsOne && Value(of[1], values).Over.IsOne,
            _ => a.Over.IsOne || Value(of[1], values).Over.IsOne,
        };
        Assert.Equal(step.GetProperty("value").GetBoolean(), outcome);
    }

    private static Fraction LookUp(JsonElement step, Fraction key, Fraction stated)
    {
        if (Text(step, "from") is { Length: > 0 } from) Assert.True((key - Fraction.Parse(from)).Over.Sign >= 0);
        if (Text(step, "below") is { Length: > 0 } below) Assert.True((key - Fraction.Parse(below)).Over.Sign < 0);
        return stated;
    }

    private static Fraction Value(string operand, Dictionary<string, Fraction> values) =>
        values.TryGetValue(operand, out var value) ? value : Fraction.Parse(operand.Split(' ')[0]);

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static void Same(Fraction a, Fraction b, string name)
    {
        if (!(a - b).Over.IsZero) throw new InvalidOperationException($"{name} is stated as {a}, its operands give {b}.");
    }

    private readonly record struct Fraction(BigInteger Over, BigInteger Under)
    {
        public static implicit operator Fraction(int whole) => new(whole, 1);

        public static Fraction operator +(Fraction a, Fraction b) => Of((a.Over * b.Under) + (b.Over * a.Under), a.Under * b.Under);

        public static Fraction operator -(Fraction a, Fraction b) => Of((a.Over * b.Under) - (b.Over * a.Under), a.Under * b.Under);

        public static Fraction operator *(Fraction a, Fraction b) => Of(a.Over * b.Over, a.Under * b.Under);

        public static Fraction operator /(Fraction a, Fraction b) => Of(a.Over * b.Under, a.Under * b.Over);

        public static Fraction Parse(string text)
        {
            var slash = text.IndexOf('/', StringComparison.Ordinal);
            if (slash > 0) return Of(BigInteger.Parse(text[..slash], CultureInfo.InvariantCulture), BigInteger.Parse(text[(slash + 1)..], CultureInfo.InvariantCulture));
            var point = text.IndexOf('.', StringComparison.Ordinal);
            return point < 0
                ? new(BigInteger.Parse(text, CultureInfo.InvariantCulture), 1)
                : Of(BigInteger.Parse(text.Remove(point, 1), CultureInfo.InvariantCulture), BigInteger.Pow(10, text.Length - point - 1));
        }

        public static Fraction Power(Fraction value, int exponent) => exponent >= 0
            ? Of(BigInteger.Pow(value.Over, exponent), BigInteger.Pow(value.Under, exponent))
            : Of(BigInteger.Pow(value.Under, -exponent), BigInteger.Pow(value.Over, -exponent));

        /// <summary>The plain series in exact fractions, twenty places beyond what is asked for; good for small arguments.</summary>
        public static Fraction Exp(Fraction x, int decimals)
        {
            Fraction sum = 1, term = 1;
            var enough = BigInteger.Pow(10, decimals + 20);
            for (var n = 1; n < 3000; n++)
            {
                term = term * x / n;
                sum += term;
                if (BigInteger.Abs(term.Over) * enough < term.Under && n > 2 * BigInteger.Abs(x.Over) / x.Under) break;
            }

            var scale = BigInteger.Pow(10, decimals);
            var doubled = BigInteger.DivRem(sum.Over * scale * 2, sum.Under, out _);
            return Of((doubled + 1) / 2, scale);
        }

        private static Fraction Of(BigInteger over, BigInteger under)
        {
            if (under.Sign < 0) (over, under) = (-over, -under);
            var common = BigInteger.GreatestCommonDivisor(over, under);
            return new(over / common, under / common);
        }
    }
}
