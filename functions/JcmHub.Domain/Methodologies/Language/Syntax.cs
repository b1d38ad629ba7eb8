using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Methodologies.Language;

/// <summary>What the parser saw, before names and units are known. <paramref name="At"/> counts characters from 0.</summary>
internal abstract record Syntax(int At);

internal sealed record NumberSyntax(int At, Rational Value, Unit Unit) : Syntax(At);

/// <summary>A name, with indexes in brackets where it has any: <c>EG[i]</c>.</summary>
internal sealed record NameSyntax(int At, string Name, IReadOnlyList<IndexSyntax> Indexes) : Syntax(At);

/// <summary>One index: a variable of a <c>sum</c> (or a formula's own), or a member in quotes.</summary>
internal sealed record IndexSyntax(int At, string Text, bool IsMember);

internal sealed record NegateSyntax(int At, Syntax Operand) : Syntax(At);

internal sealed record NotSyntax(int At, Syntax Operand) : Syntax(At);

/// <summary><c>+ - * / ^ &lt; &lt;= &gt; &gt;= = &lt;&gt; and or</c></summary>
internal sealed record BinarySyntax(int At, string Operator, Syntax Left, Syntax Right) : Syntax(At);

/// <summary><c>x to {unit}</c></summary>
internal sealed record ConvertSyntax(int At, Syntax Operand, Unit Unit) : Syntax(At);

internal sealed record IfSyntax(int At, Syntax Condition, Syntax Then, Syntax Else) : Syntax(At);

internal sealed record CallSyntax(int At, string Function, IReadOnlyList<Syntax> Arguments) : Syntax(At);

/// <summary><c>sum(i in set: body)</c>, and the same with mean, min and max.</summary>
internal sealed record ReduceSyntax(int At, string Function, string Variable, string Set, Syntax Body) : Syntax(At);

/// <summary>Where an expression does not parse or does not check, and why. At counts characters from 0.</summary>
internal sealed record ExpressionError(string Code, int At, string Message);
