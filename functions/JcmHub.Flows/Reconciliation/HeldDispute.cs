using JcmHub.Domain.Ledger;
using JcmHub.Domain.Projects;

namespace JcmHub.Flows.Reconciliation;

/// <summary>Units that cannot move because hub and registry differ about them.</summary>
/// <param name="Serials">Their numbers in the registry.</param>
/// <param name="Project">The project whose units the hub has there; the registry's where the hub has none.</param>
/// <param name="Run">The run that found it.</param>
internal sealed record HeldDispute(SerialRange Serials, ProjectId Project, string Run);
