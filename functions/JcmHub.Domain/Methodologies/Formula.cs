using JcmHub.Domain.Methodologies.Language;
using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Methodologies;

/// <summary>A formula of a methodology: its text as the file has it, and the same with names resolved and units proved.</summary>
internal sealed record Formula(
    string Name,
    BilingualText Title,
    Unit Unit,
    IReadOnlyList<KeyValuePair<string, IndexSet>> Indexes,
    string Expression,
    Term Term,
    int FrameSize,
    Variable Variable);

/// <summary>Which formulas are the results. Leakage, a deduction (REDD+) and business as usual are stated by some methodologies only.</summary>
internal sealed record Results(Formula Reference, Formula Project, Formula? Leakage, Formula? Deduction, Formula? BusinessAsUsual);

/// <summary>A statement that should hold of a year's values; where it does not, a verifier must answer, or nothing helps.</summary>
internal sealed record Check(
    string Code,
    bool IsError,
    Parameter About,
    IReadOnlyList<KeyValuePair<string, IndexSet>> Indexes,
    string Expression,
    Term Term,
    int FrameSize,
    BilingualText Text);

/// <summary>What is said about single readings of a parameter, per day of the reading's length.</summary>
internal sealed record Plausibility(
    (string Expression, Term Term)? RefuseAbovePerDay,
    (string Expression, Term Term)? WarnAbovePerDay,
    bool TenTimesNeighbours,
    bool NeverMoves);

/// <summary>To how many decimals exp and non-integer powers round, half to even.</summary>
internal sealed record StatedRounding(int Decimals);

/// <summary>The proved inside of a methodology.</summary>
/// <param name="Formulas">In an order in which each comes after those that it uses.</param>
internal sealed record MethodologyModel(
    IReadOnlyList<IndexSet> Sets,
    IReadOnlyList<Formula> Formulas,
    Results Results,
    IReadOnlyList<Check> Checks,
    IReadOnlyDictionary<string, Rational> Gwp,
    Vocabulary Vocabulary,
    StatedRounding? Rounding)
{
    /// <summary>The inputs that some formula uses, in the file's order: these must be there, and the trace lists them.</summary>
    public IReadOnlyList<Variable> Inputs { get; } =
    [
        .. Formulas.SelectMany(f => TermWalk.Variables(f.Term)).Except(Formulas.Select(f => f.Variable)).OrderBy(v => v.Slot),
    ];
}
