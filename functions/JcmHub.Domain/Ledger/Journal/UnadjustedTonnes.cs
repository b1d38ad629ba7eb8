using JcmHub.Domain.Calendar;
using JcmHub.Domain.Projects;

namespace JcmHub.Domain.Ledger.Journal;

/// <summary>Authorised tonnes that one entry first transferred, less those that its adjustments make good.</summary>
public readonly record struct UnadjustedTonnes(ProjectId Project, Vintage Vintage, string Decision, DateOnly Day, long Tonnes);
