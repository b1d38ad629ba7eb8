using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Methodologies.Language;

/// <summary>
/// The conversions that a methodology file states, such as "1 kgCH4 equals 0.001 tCH4". No other exist.
/// </summary>
internal sealed class UnitConversions
{
    private readonly Dictionary<string, (Rational Factor, Unit Of)> stated = new(StringComparer.Ordinal);

    /// <summary>States that one <paramref name="symbol"/> equals <paramref name="factor"/> of <paramref name="of"/>; false where it was stated before, or would go in a circle.</summary>
    public bool TryState(string symbol, Rational factor, Unit of)
    {
        if (stated.ContainsKey(symbol) || Root(of).Unit.Factors.Any(f => f.Key == symbol)) return false;
        stated.Add(symbol, (factor, of));
        return true;
    }

    /// <summary>Takes over what another states.</summary>
    public void Copy(UnitConversions other)
    {
        foreach (var (symbol, statement) in other.stated) stated[symbol] = statement;
    }

    /// <summary>By what a value in <paramref name="from"/> is multiplied to be in <paramref name="to"/>, or null where the file does not say.</summary>
    public Rational? Factor(Unit from, Unit to)
    {
        var (fromFactor, fromRoot) = Root(from);
        var (toFactor, toRoot) = Root(to);
        return fromRoot == toRoot ? fromFactor / toFactor : null;
    }

    /// <summary>The unit in symbols that are not themselves stated in terms of others.</summary>
    private (Rational Factor, Unit Unit) Root(Unit unit)
    {
        var factor = Rational.One;
        var root = Unit.None;
        foreach (var (symbol, exponent) in unit.Factors)
        {
            if (!stated.TryGetValue(symbol, out var statement))
            {
                root *= Unit.Of(symbol).Pow(exponent);
                continue;
            }

            var (deeperFactor, deeper) = Root(statement.Of);
            factor *= Rational.Pow(statement.Factor * deeperFactor, exponent);
            root *= deeper.Pow(exponent);
        }

        return (factor, root);
    }
}
