namespace JcmHub.Local.Registries;

/// <summary>The types of record that a registry acts on, as the envelope names them.</summary>
internal static class RecordType
{
    public const string Issuance = "jcm.issuance.v1";

    public const string InternationalTransfer = "jcm.international-transfer.v1";

    public const string CorrespondingAdjustment = "jcm.corresponding-adjustment.v1";

    public const string Transfer = "jcm.transfer.v1";

    public const string Retirement = "jcm.retirement.v1";

    public const string Cancellation = "jcm.cancellation.v1";

    public const string EligibleCredits = "jcm.eligible-credits.v1";

    public const string EligibilityWithdrawal = "jcm.eligibility-withdrawal.v1";

    public const string UnitBlock = "jcm.unit-block.v1";

    public const string UnitRelease = "jcm.unit-release.v1";

    public const string AuthorizationRevision = "jcm.authorization-revision.v1";

    public const string Void = "jcm.void.v1";

    /// <summary>The file name of the schema that a type's data follows, or null for a type that is not known.</summary>
    public static string? SchemaName(string type) => type switch
    {
        Issuance => "issuance-1.0.json",
        InternationalTransfer => "international-transfer-1.0.json",
        CorrespondingAdjustment => "corresponding-adjustment-1.0.json",
        Transfer => "transfer-1.0.json",
        Retirement => "retirement-1.0.json",
        Cancellation => "cancellation-1.0.json",
        EligibleCredits => "eligible-credits-1.0.json",
        EligibilityWithdrawal => "eligibility-withdrawal-1.0.json",
        UnitBlock => "unit-block-1.0.json",
        UnitRelease => "unit-release-1.0.json",
        AuthorizationRevision => "authorization-revision-1.0.json",
        Void => "void-1.0.json",
        _ => null,
    };
}
