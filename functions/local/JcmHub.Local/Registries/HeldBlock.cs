namespace JcmHub.Local.Registries;

/// <summary>A run of units in one account of a simulated registry; serials are inclusive, one unit is one tonne.</summary>
internal sealed record HeldBlock(
    long First, long Last, string HostParty, long HubFirst, long HubLast, string Project, int Vintage, string Account, string AccountType)
{
    public long Tonnes => Last - First + 1;

    /// <summary>The part of it that the hub knows as <paramref name="hubFirst"/> to <paramref name="hubLast"/>.</summary>
    public HeldBlock Part(long hubFirst, long hubLast) =>
        this with { First = First + (hubFirst - HubFirst), Last = First + (hubLast - HubFirst), HubFirst = hubFirst, HubLast = hubLast };
}
