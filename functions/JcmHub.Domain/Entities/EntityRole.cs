namespace JcmHub.Domain.Entities;

/// <summary>What a third-party entity is designated for; each is designated separately.</summary>
public enum EntityRole
{
    /// <summary>Validation of a project before its registration.</summary>
    Validation,

    /// <summary>Verification of a monitoring report.</summary>
    Verification,
}
