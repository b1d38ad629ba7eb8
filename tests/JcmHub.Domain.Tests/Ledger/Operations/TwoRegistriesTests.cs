using CsCheck;
using JcmHub.Domain.Adjustments;
using JcmHub.Domain.Credits;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Ledger.Operations;
using JcmHub.Domain.Parties;

namespace JcmHub.Domain.Tests.Ledger.Operations;

/// <summary>
/// Long random sequences in the host's registry, in Japan's and between them: issuance in part or whole, transfers, retirements and
/// cancellations, later authorisations, international transfers approved, rejected and refused, all under way at once.
/// </summary>
public sealed class TwoRegistriesTests
{
    private static readonly Destination[] Destinations = [Ledgers.Thailand, PartyId.Japan, Destination.GxEts];

    private static readonly (OperationKind Kind, string From, string To)[] Operations =
    [
        (OperationKind.Transfer, "TH-GOV", "TH-ENT"), (OperationKind.Transfer, "TH-ENT", "TH-GOV"), (OperationKind.Cancellation, "TH-GOV", "TH-CAN"),
        (OperationKind.Transfer, "JP-GOV", "JP-ENT"), (OperationKind.Transfer, "JP-ENT", "JP-GOV"), (OperationKind.Retirement, "JP-ENT", "JP-RET"), (OperationKind.Retirement, "JP-GOV", "JP-RET"), (OperationKind.Retirement, "TH-GOV", "TH-RET"),
        (OperationKind.InternationalTransfer, "TH-GOV", "JP-ENT"), (OperationKind.InternationalTransfer, "TH-GOV", "JP-GOV"), (OperationKind.InternationalTransfer, "TH-ENT", "JP-GOV"),
    ];

    private static readonly (string Purposes, OimpFirstTransfer? Definition)[] Authorisations =
    [
        ("NDC", null), ("OIMP", OimpFirstTransfer.Authorization), ("IMP", OimpFirstTransfer.UseOrCancellation), ("NDC and OIMP", OimpFirstTransfer.Issuance), ("NDC and OP", OimpFirstTransfer.UseOrCancellation),
    ];

    private static readonly Gen<Step> Steps = Gen.Select(Gen.Int[0, 11], Gen.Long[1, 40], Gen.Int[0, 200], Gen.Bool, (what, tonnes, pick, yes) => new Step(what, tonnes, pick, yes));

    [Fact]
    public void AnySequence_InBothRegistriesAndBetweenThem_KeepsEachTonneOnceAndTheMarketInStep() =>
        Steps.Array[1, 60].Sample(steps =>
        {
            var registries = new TwoRegistries();
            for (var i = 0; i < steps.Length; i++)
            {
                Take(registries, steps[i], i);
                Check(registries);
            }
        }, iter: 300);

    /// <summary>The sequences reach what they are about: the same generator, with its steps counted.</summary>
    [Fact]
    public void Sequences_ReachInternationalTransfersAndSalesToCompanies()
    {
        var (moved, told, used) = (0, 0, 0);
        Steps.Array[40, 60].Sample(steps =>
        {
            var registries = new TwoRegistries();
            for (var i = 0; i < steps.Length; i++)
                Take(registries, steps[i], i);
            Interlocked.Add(ref moved, registries.Operations.Count(operation => operation.Issuances.Count > 0));
            Interlocked.Add(ref used, registries.Ledger.Issuance.Adjustments.Count(adjustment => adjustment.Definition == OimpFirstTransfer.UseOrCancellation));
            Interlocked.Add(ref told, registries.Ledger.Records.Count(record => record.Content is EligibleCreditsContent or EligibilityWithdrawalContent));
        }, iter: 60);

        Assert.True(moved > 0 && told > 0 && used > 0, $"{moved} international transfers, {told} records to the market, {used} adjustments by use or cancellation.");
    }

    private static void Take(TwoRegistries registries, Step step, int number)
    {
        switch (step.What)
        {
            case 0:
                registries.Ledger.ApproveTransfer();
                break;
            case 1:
                var (purposes, definition) = Authorisations[step.Pick % Authorisations.Length];
                registries.Authorize($"THA-{number}", 90, purposes, definition);
                break;
            case 2 when Waiting(registries, operation => operation.IsUnfinished) is { Length: > 0 } unfinished:
                registries.Continue(unfinished[step.Pick % unfinished.Length]);
                break;
            case 3 or 4 when Waiting(registries, operation => operation.State == OperationState.Approving) is { Length: > 0 } approving:
                registries.Decide(approving[step.Pick % approving.Length], step.Yes || step.What == 3);
                break;
            case < 8:
                registries.Answer(Destinations[step.Pick % 3], step.Yes || step.What < 7, step.What == 5 && step.Yes ? step.Tonnes : long.MaxValue);
                break;
            default:
                var (kind, from, to) = Operations[step.Pick % Operations.Length];
                var before = registries.Ledger.Blocks;
                if (registries.Ask($"{number}", kind, from, to, step.Tonnes, step.Yes ? int.MaxValue : 1) is not null)
                    Assert.Equal(before, registries.Ledger.Blocks);
                break;
        }
    }

    private static string[] Waiting(TwoRegistries registries, Func<Operation, bool> isSo) =>
        [.. registries.Operations.Where(isSo).Select(operation => operation.Request.Key)];

    private static void Check(TwoRegistries registries)
    {
        var blocks = registries.Ledger.Blocks;
        // Each of the 200 tonnes is in exactly one block that has not left, and live in at most one registry.
        long next = 1;
        foreach (var block in blocks.Where(block => block.State != UnitState.Out).OrderBy(block => block.Units.First))
        {
            Assert.Equal(next, block.Units.First);
            next = block.Units.Last + 1;
        }

        Assert.Equal(201, next);
        foreach (var out_ in blocks.Where(block => block.State == UnitState.Out))
            Assert.Contains(blocks, block => block.Registry == PartyId.Japan && block.Units.Overlaps(out_.Units));
        // Whichever definition made it a first transfer, it is adjusted for once; what is used toward an NDC is what the registries retired so.
        var held = blocks.Where(block => block.State != UnitState.Out).ToArray();
        var transferred = held.Where(block => block is { FirstTransferredOn: not null, Authorization: not null }).Sum(block => block.Units.Count);
        var balance = EmissionsBalance.Of(Ledgers.Thailand, registries.Ledger.Issuance.Adjustments, []);
        Assert.Equal(transferred, balance.Sum(year => year.Net));
        var uses = held.Select(block => ItmoUse.Of(block, Ledgers.Thailand, block.Use)).OfType<ItmoUse>().ToArray();
        Assert.Equal(
            registries.Operations.Where(operation => operation is { IsApplied: true, Request: { Purpose: UsePurpose.Ndc, Registry: var user } } && user == PartyId.Japan).Sum(operation => operation.Units.Take(operation.Done).Sum(units => units.Count)),
            -EmissionsBalance.Of(PartyId.Japan, [], uses).Sum(year => year.Net));
        CheckMarket(registries, blocks);
    }

    /// <summary>What the market was told, one record after the other, is what the blocks say that it knows: each unit at most once.</summary>
    private static void CheckMarket(TwoRegistries registries, IReadOnlyList<UnitBlock> blocks)
    {
        var known = new SortedDictionary<long, string>();
        foreach (var (id, content) in registries.Ledger.Records.Where(record => record.Id.Destination == Destination.GxEts).OrderBy(record => record.Id.Number))
        {
            foreach (var unit in (content as EligibleCreditsContent)?.Units.SelectMany(Units) ?? [])
                Assert.True(known.TryAdd(unit.Number, unit.Block.Account), $"{id} announces {unit.Number} again.");
            foreach (var unit in (content as EligibilityWithdrawalContent)?.Units.SelectMany(Units) ?? [])
                Assert.True(known.Remove(unit.Number, out var account) && account == unit.Block.ListedIn, $"{id} withdraws {unit.Number}, which the market does not know so.");
        }

        Assert.Equal(known, new SortedDictionary<long, string>(blocks.Where(block => block.ListedIn is not null).SelectMany(Units).ToDictionary(unit => unit.Number, unit => unit.Block.ListedIn!)));
        Assert.All(blocks.Where(block => block.State == UnitState.Live && block.Registry == PartyId.Japan && block.Oimp is not { IsAlsoForNdc: false }),
            block => Assert.Equal(block.AccountType == AccountType.EntityHolding ? block.Account : null, block.ListedIn));
    }

    private static IEnumerable<(long Number, UnitBlock Block)> Units(UnitBlock block)
    {
        for (var number = block.Units.First; number <= block.Units.Last; number++)
            yield return (number, block);
    }

    private sealed record Step(int What, long Tonnes, int Pick, bool Yes);
}
