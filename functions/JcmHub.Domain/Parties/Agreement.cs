namespace JcmHub.Domain.Parties;

/// <summary>Whether something is agreed; what we do not know is not guessed.</summary>
public enum Agreement
{
    /// <summary>Not known to us.</summary>
    Unknown,

    /// <summary>Agreed.</summary>
    Yes,

    /// <summary>Not agreed.</summary>
    No,
}
