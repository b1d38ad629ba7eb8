namespace JcmHub.Domain.Ledger.Corrections;

/// <summary>What both governments decide when something turns out wrong after issuance.</summary>
public enum CorrectionKind
{
    /// <summary>Equivalent units, of an account that the correction names, are cancelled.</summary>
    CancelEquivalent,

    /// <summary>Somebody has to replace the tonnes by a day; the hub keeps the duty in view.</summary>
    ReplacementDuty,

    /// <summary>Units of the decision that were not first transferred yet move no further; first transferred ones where the authorisation's terms allow it.</summary>
    Block,

    /// <summary>Lifts a block.</summary>
    Release,

    /// <summary>The authorisation of units that wait in the host's registry is changed or revoked.</summary>
    ReviseAuthorization,

    /// <summary>Tonnes that a registry was asked for and has not issued lapse: they are issued by nobody.</summary>
    Lapse,
}
