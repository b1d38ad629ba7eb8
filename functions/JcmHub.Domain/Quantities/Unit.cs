using System.Globalization;

namespace JcmHub.Domain.Quantities;

/// <summary>
/// A unit as a type: a product of named symbols with whole exponents, such as <c>tCO2/MWh</c> or <c>kgCH4/(ha.d)</c>.
/// </summary>
/// <remarks>
/// A symbol means nothing but itself: <c>kWh</c> and <c>MWh</c> are as foreign to each other as hectares and days, so a
/// formula that mixes them does not check. What one is in terms of the other is said by a methodology file, and only
/// there. Two units are equal when their symbols and exponents are, in whatever order they were written.
/// </remarks>
public sealed class Unit : IEquatable<Unit>
{
    private readonly KeyValuePair<string, int>[] factors;

    private Unit(IEnumerable<KeyValuePair<string, int>> factors) =>
        this.factors = [.. factors.Where(f => f.Value != 0).OrderBy(f => f.Key, StringComparer.Ordinal)];

    /// <summary>The unit of a bare number, written <c>1</c>.</summary>
    public static Unit None { get; } = new([]);

    /// <summary>Tonnes of carbon dioxide equivalent: what every reference, project and leakage formula comes out in.</summary>
    public static Unit TonnesCo2Equivalent { get; } = Of("tCO2eq");

    /// <summary>Calendar years.</summary>
    public static Unit Year { get; } = Of("a");

    /// <summary>Days.</summary>
    public static Unit Day { get; } = Of("d");

    public bool IsNone => factors.Length == 0;

    /// <summary>The symbols and their exponents, in ordinal order of the symbols.</summary>
    public IReadOnlyList<KeyValuePair<string, int>> Factors => factors;

    public static Unit Of(string symbol) => new([new(symbol, 1)]);

    public static Unit operator *(Unit left, Unit right)
    {
        if (left.IsNone) return right;
        if (right.IsNone) return left;
        var sum = new Dictionary<string, int>(left.factors, StringComparer.Ordinal);
        foreach (var (symbol, exponent) in right.factors) sum[symbol] = sum.GetValueOrDefault(symbol) + exponent;
        return new(sum);
    }

    public static Unit operator /(Unit left, Unit right) => left * right.Pow(-1);

    /// <summary>The unit to a whole power.</summary>
    public Unit Pow(int exponent) =>
        exponent == 1 ? this : new(factors.Select(f => new KeyValuePair<string, int>(f.Key, f.Value * exponent)));

    /// <summary>
    /// Reads <c>symbol</c>, <c>a.b</c> (or <c>a*b</c>), <c>a/b</c>, <c>a/(b.c)</c>, <c>a^2</c> and <c>1</c>.
    /// One factor follows a stroke; several need brackets, for <c>a/b.c</c> is read in two ways by different people.
    /// </summary>
    public static bool TryParse(string text, out Unit unit)
    {
        ArgumentNullException.ThrowIfNull(text);
        var at = 0;
        unit = None;
        return text.Length <= 100 && TryParseProduct(text, ref at, 0, ref unit) && at == text.Length;
    }

    public bool Equals(Unit? other) => other is not null && factors.AsSpan().SequenceEqual(other.factors);

    public override bool Equals(object? obj) => Equals(obj as Unit);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var factor in factors) hash.Add(factor);
        return hash.ToHashCode();
    }

    public static bool operator ==(Unit? left, Unit? right) => left is null ? right is null : left.Equals(right);

    public static bool operator !=(Unit? left, Unit? right) => !(left == right);

    public override string ToString()
    {
        if (IsNone) return "1";
        var above = Join(factors.Where(f => f.Value > 0));
        var below = factors.Where(f => f.Value < 0).Select(f => new KeyValuePair<string, int>(f.Key, -f.Value)).ToArray();
        if (below.Length == 0) return above;
        if (above.Length == 0) above = "1";
        return below.Length == 1 ? $"{above}/{Join(below)}" : $"{above}/({Join(below)})";
    }

    private static string Join(IEnumerable<KeyValuePair<string, int>> parts) => string.Join('.', parts.Select(p =>
        p.Value == 1 ? p.Key : string.Create(CultureInfo.InvariantCulture, $"{p.Key}^{p.Value}")));

    private static bool TryParseProduct(string text, ref int at, int depth, ref Unit product)
    {
        var divided = false;
        while (true)
        {
            if (!TryParseFactor(text, ref at, depth, out var factor)) return false;
            product = divided ? product / factor : product * factor;
            if (at == text.Length || text[at] == ')') return true;
            if (text[at] is '.' or '*')
            {
                if (divided) return false;
            }
            else if (text[at] == '/')
            {
                if (divided) return false;
                divided = true;
            }
            else
            {
                return false;
            }

            at++;
        }
    }

    private static bool TryParseFactor(string text, ref int at, int depth, out Unit factor)
    {
        factor = None;
        if (at == text.Length || depth > 4) return false;
        if (text[at] == '(')
        {
            at++;
            if (!TryParseProduct(text, ref at, depth + 1, ref factor) || at == text.Length || text[at] != ')') return false;
            at++;
            return true;
        }

        if (text[at] == '1' && (at + 1 == text.Length || text[at + 1] is '/' or ')'))
        {
            at++;
            return true;
        }

        var start = at;
        while (at < text.Length && (char.IsAsciiLetter(text[at]) || text[at] is '%' or '_' || (at > start && char.IsAsciiDigit(text[at])))) at++;
        if (at == start) return false;
        factor = Of(text[start..at]);
        if (at == text.Length || text[at] != '^') return true;
        var digits = ++at;
        while (at < text.Length && char.IsAsciiDigit(text[at])) at++;
        if (at == digits || at - digits > 1) return false;
        factor = factor.Pow(text[digits] - '0');
        return true;
    }
}
