namespace JcmHub.Flows.UnitOperations;

/// <summary>Accounts of a registry in which nothing moves until a reconciliation that did not agree is resolved (domain reference 7.6).</summary>
/// <param name="Accounts">Their numbers; every account of the registry where empty.</param>
/// <param name="Reason">Which reconciliation, in words.</param>
public sealed record ReconciliationHold(IReadOnlyList<string> Accounts, string Reason)
{
    /// <summary>Whether one of the accounts is held.</summary>
    public bool Covers(params ReadOnlySpan<string> accounts)
    {
        foreach (var account in accounts)
        {
            if (Accounts.Count == 0 || Accounts.Contains(account))
                return true;
        }

        return false;
    }
}
