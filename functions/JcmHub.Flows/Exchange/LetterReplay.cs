namespace JcmHub.Flows.Exchange;

/// <summary>What became of a message that was to be put back into its queue.</summary>
public enum LetterReplay
{
    /// <summary>It is back in its queue.</summary>
    Replayed,

    /// <summary>It is there, and another replay or reader holds it at this moment.</summary>
    Locked,

    /// <summary>It is not there.</summary>
    Unknown,
}
