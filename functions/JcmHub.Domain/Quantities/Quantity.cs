namespace JcmHub.Domain.Quantities;

/// <summary>An exact value with its unit. Two quantities are added only where their units are equal.</summary>
public readonly record struct Quantity(Rational Value, Unit Unit)
{
    /// <exception cref="InvalidOperationException">The units differ.</exception>
    public static Quantity operator +(Quantity left, Quantity right) => new(left.Value + right.Value, Same(left, right));

    /// <exception cref="InvalidOperationException">The units differ.</exception>
    public static Quantity operator -(Quantity left, Quantity right) => new(left.Value - right.Value, Same(left, right));

    public static Quantity operator *(Quantity left, Quantity right) => new(left.Value * right.Value, left.Unit * right.Unit);

    /// <exception cref="DivideByZeroException">The divisor is zero.</exception>
    public static Quantity operator /(Quantity left, Quantity right) => new(left.Value / right.Value, left.Unit / right.Unit);

    public override string ToString() => Unit.IsNone ? Value.ToString() : $"{Value} {Unit}";

    private static Unit Same(Quantity left, Quantity right) => left.Unit == right.Unit
        ? left.Unit
        : throw new InvalidOperationException($"{left.Unit} and {right.Unit} cannot be added or compared.");
}
