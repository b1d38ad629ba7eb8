namespace JcmHub.Domain.Credits;

/// <summary>Who a recipient is.</summary>
public enum HolderKind
{
    /// <summary>A government.</summary>
    Government,

    /// <summary>A company or another body.</summary>
    Entity,
}
