using JcmHub.Domain.Calendar;
using JcmHub.Domain.Parties;
using JcmHub.Domain.Projects;

namespace JcmHub.Domain.Credits;

/// <summary>A Joint Committee decision: what both governments approve on the same content hash (D9).</summary>
public sealed record Decision(string Id, PartyId Party, ProjectId Project, MonitoringPeriod Period, DateOnly DecidedOn, Allocation Allocation)
{
    /// <summary>The host's authorisation, where the units are to become ITMOs.</summary>
    public Authorization? Authorization { get; init; }

    /// <summary>The SHA-256 over the canonical form of what is approved; simulation dates and comments are outside it.</summary>
    public required string ContentHash { get; init; }
}
