using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Methodologies.Language;

/// <summary>
/// An expression whose names are resolved and whose units are proved. <see cref="Unit"/> is null for a truth value.
/// </summary>
internal abstract record Term(int At, Unit? Unit);

internal sealed record LiteralTerm(int At, Rational Value, Unit Of) : Term(At, Of);

internal sealed record VariableTerm(int At, Variable Variable, IReadOnlyList<IndexOperand> Indexes) : Term(At, Variable.Unit);

/// <summary>The variable of a set of years, used as a number of years: <c>vintage - x</c>.</summary>
internal sealed record YearTerm(int At, IndexSet Set, int FrameSlot) : Term(At, Unit.Year);

internal sealed record NegateTerm(int At, Term Operand) : Term(At, Operand.Unit);

/// <summary><c>+ - * /</c></summary>
internal sealed record ArithmeticTerm(int At, char Operator, Term Left, Term Right, Unit Of) : Term(At, Of);

/// <summary>A power. Where the exponent is a whole literal it is in <paramref name="Whole"/> and the base may have a unit.</summary>
internal sealed record PowerTerm(int At, Term Base, Term Exponent, int? Whole, Unit Of) : Term(At, Of);

internal sealed record ExponentialTerm(int At, Term Operand) : Term(At, Unit.None);

internal sealed record ConvertTerm(int At, Term Operand, Rational Factor, Unit Of) : Term(At, Of);

internal sealed record IfTerm(int At, Term Condition, Term Then, Term Else) : Term(At, Then.Unit);

internal sealed record ExtremeTerm(int At, bool IsMaximum, IReadOnlyList<Term> Operands) : Term(At, Operands[0].Unit);

/// <summary><c>sum</c>, <c>mean</c>, <c>min</c> or <c>max</c> over the members of a set.</summary>
internal sealed record ReduceTerm(int At, string Function, string VariableName, IndexSet Set, int FrameSlot, Term Body) : Term(At, Body.Unit);

internal sealed record CountTerm(int At, IndexSet Set) : Term(At, Unit.None);

internal sealed record LookUpTerm(int At, BandTable Table, Term Key) : Term(At, Table.Unit);

internal sealed record CompareTerm(int At, string Operator, Term Left, Term Right) : Term(At, (Unit?)null);

internal sealed record LogicTerm(int At, bool IsAnd, Term Left, Term Right) : Term(At, (Unit?)null);

internal sealed record NotTerm(int At, Term Operand) : Term(At, (Unit?)null);

/// <summary>Where an index comes from: a variable in the frame, or a listed member's ordinal.</summary>
internal readonly record struct IndexOperand(int FrameSlot, int Member)
{
    public static IndexOperand OfFrame(int slot) => new(slot, -1);

    public static IndexOperand OfMember(int ordinal) => new(-1, ordinal);
}
