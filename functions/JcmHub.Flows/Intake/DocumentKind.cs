namespace JcmHub.Flows.Intake;

/// <summary>Kinds of documents that are attached to a report, each in a full and a redacted version (domain reference 1.3).</summary>
public enum DocumentKind
{
    /// <summary>The third-party entity's verification report.</summary>
    VerificationReport,

    /// <summary>The Joint Committee's decision as signed.</summary>
    Decision,

    /// <summary>The host's letter of authorisation.</summary>
    AuthorisationLetter,
}
