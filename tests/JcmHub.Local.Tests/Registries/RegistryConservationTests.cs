using System.Globalization;
using CsCheck;
using JcmHub.Local.Registries;

namespace JcmHub.Local.Tests.Registries;

/// <summary>Whatever is moved or refused: every unit is held exactly once.</summary>
public sealed class RegistryConservationTests
{
    private const int Units = 40;
    private static readonly string[] s_accounts = ["TH-PENDING", "TH-GOV", "TH-ITO"];
    private static readonly RegistryDescription s_registry = new("TH", [.. s_accounts.Select(account => new RegistryAccount(account, "pending"))]);

    private static readonly Gen<(int First, int Length, string From, string To)> s_move =
        Gen.Select(Gen.Int[1, Units], Gen.Int[1, 15], Gen.Int[0, 2].Select(at => s_accounts[at]), Gen.Int[0, 2].Select(at => s_accounts[at]));

    [Fact]
    public void Moves_InAnyOrder_LeaveEveryUnitHeldOnce() => s_move.Array[0, 25].Sample(moves =>
    {
        using var store = new RegistryStore(":memory:");
        Act(store, ledger => ledger.Issue("TH", new IssuanceData("D", "TH014",
            [new IssuanceData.Block("1", Text(Units), Text(Units), 2021, "TH-PENDING", "pending")])));
        foreach (var (first, length, from, to) in moves)
        {
            Act(store, ledger => ledger.MoveOut("TH", new InternationalTransferData("D", "TH014", "2025-11-11",
                [
                    new InternationalTransferData.Block(
                        Text(first), Text(first + length - 1), Text(length), 2021, from, to, "pending", Text(first), Text(first + length - 1)),
                ])));
        }

        var held = store.Query(
            "SELECT first, last, host, hub_first, hub_last, project, vintage, account, account_type FROM blocks ORDER BY first", RegistryLedger.ReadBlock);
        var next = 1L;
        foreach (var block in held)
        {
            // The registry's numbers and the hub's run side by side here, so a part that was cut wrongly shows.
            if (block.First != next || block.HubFirst != next || block.HubLast != block.Last || block.Last < block.First)
                return false;
            next = block.Last + 1;
        }

        return next == Units + 1;
    });

    private static void Act(RegistryStore store, Action<RegistryLedger> act)
    {
        using var transaction = store.Begin();
        var ledger = new RegistryLedger(store, s_registry);
        act(ledger);
        if (ledger.Codes.Count == 0)
            transaction.Commit();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
