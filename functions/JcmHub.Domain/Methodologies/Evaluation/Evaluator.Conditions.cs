using JcmHub.Domain.Methodologies.Language;
using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Methodologies.Evaluation;

/// <summary>Conditions: comparisons, and, or, not.</summary>
internal sealed partial class Evaluator
{
    private bool Truth(Term term)
    {
        if (Failure is not null) return false;
        if (++work > mostSteps)
        {
            Fail(FindingCatalogue.TooMuchWork);
            return false;
        }

        switch (term)
        {
            case NotTerm not:
                var operand = Truth(not.Operand);
                return Decide("not", !operand, lastReference);
            case LogicTerm logic:
                var left = Truth(logic.Left);
                var leftReference = lastReference;
                // The right side is looked at only where it decides: it may guard a division.
                if (left != logic.IsAnd) return left;
                var right = Truth(logic.Right);
                return Decide(logic.IsAnd ? "and" : "or", right, leftReference, lastReference);
            case CompareTerm compare:
                var a = Number(compare.Left);
                var aReference = lastReference;
                var b = Number(compare.Right);
                if (Failure is not null) return false;
                if (RoundedValue.Compare(a, b) is not { } order)
                {
                    Fail(FindingCatalogue.RoundingDecides);
                    return false;
                }

                return Decide(compare.Operator, compare.Operator switch
                {
                    "<" => order < 0, "<=" => order <= 0, ">" => order > 0, ">=" => order >= 0, "=" => order == 0, _ => order != 0,
                }, aReference, lastReference);
            default:
                throw new InvalidOperationException($"No rule for {term.GetType().Name}.");
        }
    }

    private bool Decide(string operation, bool outcome, params ReadOnlySpan<string> operands)
    {
        if (Failure is null && steps is not null) lastReference = steps.Condition(operation, operands.ToArray(), outcome);
        return outcome;
    }
}
