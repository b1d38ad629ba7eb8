using JcmHub.Domain.Calendar;
using JcmHub.Domain.Parties;
using JcmHub.Domain.Projects;

namespace JcmHub.Domain.Credits;

/// <summary>What a Joint Committee decides on one project; a decision on several has one of these for each (<see cref="JointDecision"/>).</summary>
/// <param name="Id">The decision's id; where it covers several projects, followed by the project's.</param>
/// <param name="Party">The host.</param>
/// <param name="Project">The project.</param>
/// <param name="Period">The monitoring period of the verified report.</param>
/// <param name="DecidedOn">The day as of which every rule is applied.</param>
/// <param name="Allocation">Who gets what.</param>
public sealed record Decision(string Id, PartyId Party, ProjectId Project, MonitoringPeriod Period, DateOnly DecidedOn, Allocation Allocation)
{
    /// <summary>The joint decision that it is a part of; its own id where it stands alone.</summary>
    public string PartOf { get; init; } = Id;

    /// <summary>The host's authorisation, where the units are to become ITMOs.</summary>
    public Authorization? Authorization { get; init; }

    /// <summary>Why the allocation is not as fixed at registration, in the Joint Committee's words.</summary>
    public string? Deviation { get; init; }

    /// <summary>The SHA-256 over the canonical form of what is approved; simulation dates and comments are outside it.</summary>
    public required string ContentHash { get; init; }
}
