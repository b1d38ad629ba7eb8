namespace JcmHub.Domain.Ledger.Journal;

/// <summary>Which change of state and account one entry may bring to a unit.</summary>
internal static class UnitMoves
{
    /// <summary>An authorisation is granted to live units that stay where they are, and revised with a hold on them until their registry knows.</summary>
    public static bool MayBeAuthorisedAnew(UnitBlock before, UnitBlock after) =>
        before.State == UnitState.Live && after.Account == before.Account && after.AccountType == before.AccountType
        && (after.State == UnitState.Live || after is { State: UnitState.Reserved, MovesTo: null });

    public static bool Allow(UnitBlock before, UnitBlock after)
    {
        var sameAccount = after.Account == before.Account && after.AccountType == before.AccountType && after.Holder == before.Holder;
        // Retired, cancelled or gone: no further transfer (common specification of the registries; domain reference 2).
        if (before.AccountType is AccountType.Retirement or AccountType.Cancellation or AccountType.InternationalTransferOut && !sameAccount)
            return false;
        if (after.MovesTo is not null && after.State != UnitState.Reserved)
            return false;
        return (before.State, after.State) switch
        {
            (UnitState.Awaiting, UnitState.Awaiting) => sameAccount && before.RegistrySerials is null && after.RegistrySerials is null,
            (UnitState.Awaiting or UnitState.Lapsed, UnitState.Lapsed) => sameAccount && before.RegistrySerials is null && after.RegistrySerials is null,
            (UnitState.Awaiting, UnitState.Live) => sameAccount && after.RegistrySerials is not null,
            (UnitState.Live, UnitState.Live or UnitState.Leaving or UnitState.Reserved or UnitState.Blocked) => sameAccount,
            (UnitState.Blocked, UnitState.Blocked or UnitState.Live) => sameAccount,
            (UnitState.Reserved, UnitState.Reserved) => sameAccount && after.Operation == before.Operation && after.MovesTo == before.MovesTo,
            // What was asked for, or nothing: the settlement is held against the reservation.
            (UnitState.Reserved, UnitState.Live) => (after.Operation is null || after.Operation == before.Operation) && (sameAccount
                || (after.Account == before.MovesTo && after.AccountType is not (AccountType.Pending or AccountType.InternationalTransferOut))),
            (UnitState.Reserved, UnitState.Out) => MayBeOut(after),
            (UnitState.Leaving, UnitState.Live or UnitState.Leaving) => sameAccount,
            (UnitState.Leaving, UnitState.Out) => MayBeOut(after),
            (UnitState.Out, UnitState.Out) => sameAccount,
            _ => false,
        };
    }

    /// <summary>What leaves its registry is first transferred by that or was before, but for units whose only first transfer is their use.</summary>
    private static bool MayBeOut(UnitBlock after) =>
        after.AccountType == AccountType.InternationalTransferOut && (after.FirstTransferredOn is not null || after is { Authorization: not null, Oimp.OnlyByUse: true });
}
