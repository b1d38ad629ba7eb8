namespace JcmHub.Domain.Credits;

/// <summary>The side of a recipient: each registry issues only what is notified to its side.</summary>
public enum Side
{
    /// <summary>Japan's side.</summary>
    Japan,

    /// <summary>The partner country's side.</summary>
    Partner,
}
