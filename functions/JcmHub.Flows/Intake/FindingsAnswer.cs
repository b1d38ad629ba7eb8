namespace JcmHub.Flows.Intake;

/// <summary>The participants' answer to a third-party entity's findings.</summary>
/// <param name="On">The day.</param>
/// <param name="AnsweredBy">By the subject of the token.</param>
/// <param name="Answers">In words.</param>
/// <param name="DocumentHash">The hash of the answer as it arrived.</param>
public sealed record FindingsAnswer(DateOnly On, string AnsweredBy, IReadOnlyList<string> Answers, string DocumentHash);
