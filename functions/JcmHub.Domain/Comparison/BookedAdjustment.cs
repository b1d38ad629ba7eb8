using JcmHub.Domain.Calendar;
using JcmHub.Domain.Projects;

namespace JcmHub.Domain.Comparison;

/// <summary>A corresponding adjustment as one side says that the registry booked it.</summary>
/// <param name="Id">Host, vintage and number: <c>TH.2021.1</c>.</param>
/// <param name="Project">The project whose units were first transferred.</param>
/// <param name="Vintage">The year of the reduction.</param>
/// <param name="Tonnes">How much; whole tonnes.</param>
/// <param name="AppliedOn">The day on which the registry booked it; null on the hub's side while the receipt is on its way.</param>
public sealed record BookedAdjustment(string Id, ProjectId Project, Vintage Vintage, long Tonnes, DateOnly? AppliedOn);
