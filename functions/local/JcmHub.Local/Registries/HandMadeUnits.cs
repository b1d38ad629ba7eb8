namespace JcmHub.Local.Registries;

/// <summary>
/// Units that somebody drops into a registry's ledger by hand, as told by <c>POST /simulation/registries/{party}/units</c>: no record
/// of the hub's made them. <c>DELETE</c> takes them all away again.
/// </summary>
public sealed record HandMadeUnits(string Account, string AccountType, string Project, int Vintage, long Tonnes);
