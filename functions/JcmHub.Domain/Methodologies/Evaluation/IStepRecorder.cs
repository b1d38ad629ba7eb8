using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Methodologies.Evaluation;

/// <summary>Is told of every operation while formulas are evaluated, so that the sum can be redone by hand.</summary>
internal interface IStepRecorder
{
    /// <summary>A number with a unit.</summary>
    /// <returns>How later steps refer to it.</returns>
    string Step(string operation, IReadOnlyList<string> operands, RoundedValue value, Unit unit, ReadOnlySpan<StepNote> notes);

    /// <summary>A condition's outcome.</summary>
    string Condition(string operation, IReadOnlyList<string> operands, bool outcome);

    /// <summary>The value of a formula for one combination of members.</summary>
    void Formula(Formula formula, string reference, string operand, RoundedValue value);
}

/// <summary>What else a step needs to be redone: a factor, decimals, a band, the branch taken.</summary>
internal readonly record struct StepNote(string Name, string Value);
