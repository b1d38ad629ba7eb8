using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;

namespace JcmHub.Domain.Comparison;

/// <summary>A block of a host's ledger, which says that a registry gave it its numbers.</summary>
public readonly record struct NumberClaim(PartyId Host, UnitBlock Block)
{
    /// <summary>The numbers.</summary>
    public SerialRange Numbers => Block.RegistrySerials!.Value;
}
