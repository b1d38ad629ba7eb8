namespace JcmHub.Domain.Methodologies.Language;

/// <summary>Walks a term from the left to the right.</summary>
internal static class TermWalk
{
    public static IEnumerable<Variable> Variables(Term term) => All(term).OfType<VariableTerm>().Select(v => v.Variable);

    public static IEnumerable<Term> All(Term term)
    {
        var open = new Stack<Term>();
        open.Push(term);
        while (open.TryPop(out var next))
        {
            yield return next;
            foreach (var part in Parts(next).Reverse()) open.Push(part);
        }
    }

    private static IEnumerable<Term> Parts(Term term) => term switch
    {
        NegateTerm t => [t.Operand],
        NotTerm t => [t.Operand],
        ArithmeticTerm t => [t.Left, t.Right],
        PowerTerm t => [t.Base, t.Exponent],
        ExponentialTerm t => [t.Operand],
        ConvertTerm t => [t.Operand],
        IfTerm t => [t.Condition, t.Then, t.Else],
        ExtremeTerm t => t.Operands,
        ReduceTerm t => [t.Body],
        LookUpTerm t => [t.Key],
        CompareTerm t => [t.Left, t.Right],
        LogicTerm t => [t.Left, t.Right],
        _ => [],
    };
}
