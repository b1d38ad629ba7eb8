using JcmHub.Domain.Parties;
using JcmHub.Domain.Projects;
using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Credits;

/// <summary>What a Party charges for the tonnes of a project that go to Japan's side. The hub states it; it moves no money.</summary>
/// <param name="Party">Who charges.</param>
/// <param name="Project">For which project.</param>
/// <param name="Tonnes">For how many tonnes.</param>
/// <param name="Fee">The rate, what it is taken of, its currency, and the step that waits for the payment.</param>
/// <param name="Rule">The source of the rule.</param>
/// <param name="RuleFrom">The first day of the rule.</param>
/// <param name="On">The day as of which the rule was applied: the decision's.</param>
public sealed record FeeStatement(
    PartyId Party, ProjectId Project, WholeTonnes Tonnes, TransferFee Fee, string Rule, DateOnly RuleFrom, DateOnly On)
{
    /// <summary>The fee, exactly; null where it is a percentage of a price that is not known.</summary>
    public Rational? Amount => Fee.AmountOf(Tonnes);
}
