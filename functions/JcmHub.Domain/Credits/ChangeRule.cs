namespace JcmHub.Domain.Credits;

/// <summary>Whether an authorisation may be changed after first transfer.</summary>
public enum ChangeRule
{
    /// <summary>It may not.</summary>
    Excluded,

    /// <summary>It may, in the circumstances that the terms name.</summary>
    Allowed,
}
