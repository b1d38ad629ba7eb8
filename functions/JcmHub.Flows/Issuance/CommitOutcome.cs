namespace JcmHub.Flows.Issuance;

/// <summary>What is known of a transaction after it was sent.</summary>
public enum CommitOutcome
{
    /// <summary>It is stored.</summary>
    Committed,

    /// <summary>Refused: a guard did not hold. After a retried request this may be our own success.</summary>
    Refused,

    /// <summary>The answer was lost; it may be stored or not.</summary>
    Unknown,
}
