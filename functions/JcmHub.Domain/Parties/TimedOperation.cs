namespace JcmHub.Domain.Parties;

/// <summary>Operations for which a Party may set a limit.</summary>
public enum TimedOperation
{
    /// <summary>The secretariat's completeness check of an issuance request.</summary>
    CompletenessCheck,

    /// <summary>The government's approval of a decision, from the later completeness check on.</summary>
    Decision,

    /// <summary>The registry's issuance, from the notification on.</summary>
    Issuance,

    /// <summary>Flow A: the approval of the international transfer, from the host registry's issuance on.</summary>
    TransferApproval,

    /// <summary>The registry's receipt of a record that lies in its queue or container, from the acceptance on.</summary>
    Receipt,
}
