namespace JcmHub.Domain.Parties;

/// <summary>How a positive list admits an activity; from the widest to the strictest.</summary>
public enum Admission
{
    /// <summary>Admitted as such.</summary>
    Automatic,

    /// <summary>The Party's government decides on each project.</summary>
    CaseByCase,

    /// <summary>Not admitted.</summary>
    Excluded,
}
