namespace JcmHub.Flows.Intake;

/// <summary>The participants' word that they withdraw a report or an issuance request.</summary>
/// <param name="On">The day.</param>
/// <param name="Reason">Why, in their words, if they say.</param>
public sealed record WithdrawalNotice(DateOnly On, string? Reason);
