namespace JcmHub.Local.Registries;

/// <summary>The data of <c>jcm.issuance.v1</c>, as far as a registry acts on it.</summary>
internal sealed record IssuanceData(string Decision, string Project, IReadOnlyList<IssuanceData.Block> Blocks)
{
    internal sealed record Block(string HubFirst, string HubLast, string Tonnes, int Vintage, string Account, string AccountType, Link? LinkedTo = null);

    /// <summary>The units of another registry that these stand for, one to one (flow A of D9).</summary>
    internal sealed record Link(string Registry, string First, string Last);
}

/// <summary>The data of <c>jcm.international-transfer.v1</c>, as far as a registry acts on it.</summary>
internal sealed record InternationalTransferData(string Decision, string Project, string ApprovedOn, IReadOnlyList<InternationalTransferData.Block> Blocks)
{
    internal sealed record Block(
        string HubFirst, string HubLast, string Tonnes, int Vintage, string FromAccount, string ToAccount, string ToAccountType,
        string RegistryFirst, string RegistryLast);
}

/// <summary>The data of <c>jcm.corresponding-adjustment.v1</c>, as far as a registry acts on it.</summary>
internal sealed record CorrespondingAdjustmentData(
    string Adjustment, string Party, string Project, int Vintage, string Tonnes, string Effect);

/// <summary>The data of <c>jcm.transfer.v1</c>, <c>jcm.retirement.v1</c> and <c>jcm.cancellation.v1</c>, as far as a registry acts on it.</summary>
internal sealed record OperationData(
    string Operation, string Project, string FromAccount, string ToAccount, string ToAccountType, IReadOnlyList<OperationData.Block> Blocks)
{
    internal sealed record Block(string HubFirst, string HubLast, string Tonnes, int Vintage, string RegistryFirst, string RegistryLast);
}

/// <summary>The data of <c>jcm.eligibility-withdrawal.v1</c>, as far as the market acts on it.</summary>
internal sealed record EligibilityWithdrawalData(IReadOnlyList<EligibilityWithdrawalData.Block> Blocks)
{
    internal sealed record Block(string HubFirst, string HubLast, string Tonnes, string Account);
}

/// <summary>The data of <c>jcm.unit-block.v1</c>, <c>jcm.unit-release.v1</c> and <c>jcm.authorization-revision.v1</c>, as far as a registry acts on it.</summary>
internal sealed record CorrectionData(
    string Correction, IReadOnlyList<OperationData.Block> Blocks, CorrectionData.RevisedAuthorization? Authorization = null)
{
    internal sealed record RevisedAuthorization(string AuthorizationId);
}

/// <summary>The data of <c>jcm.eligible-credits.v1</c>, as far as the market acts on it.</summary>
internal sealed record EligibleCreditsData(string Decision, string Project, IReadOnlyList<EligibleCreditsData.Block> Blocks)
{
    internal sealed record Block(
        string HubFirst, string HubLast, string Tonnes, int Vintage, string Account, string AccountType, string RegistryFirst, string RegistryLast);
}
