namespace JcmHub.Domain.Parties;

/// <summary>What a Party has for a registry.</summary>
public enum RegistryKind
{
    /// <summary>A registry that takes records and answers with receipts.</summary>
    Transactional,

    /// <summary>No registry: its amount stays notified, acknowledged by its government.</summary>
    None,
}
