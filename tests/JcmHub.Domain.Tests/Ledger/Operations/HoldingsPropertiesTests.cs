using CsCheck;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Ledger.Accounts;
using JcmHub.Domain.Ledger.Operations;

namespace JcmHub.Domain.Tests.Ledger.Operations;

/// <summary>
/// Long random sequences of operations, many under way at once, beside a model that only counts tonnes per account. Every entry is
/// replayed by <see cref="Holdings"/>, which asserts that the journal gives the same blocks.
/// </summary>
public sealed class HoldingsPropertiesTests
{
    private static readonly RegistryAccount[] Holders = [Holdings.Government, Holdings.Company, Holdings.Company with { Number = "JP-OTHER" }];

    private static readonly Gen<Step> Steps = Gen.Select(Gen.Int[0, 9], Gen.Int[0, 2], Gen.Int[0, 2], Gen.Long[1, 60], Gen.Int[0, 200], Gen.Bool,
        (what, from, to, tonnes, pick, isApplied) => new Step(what, from, to, tonnes, pick, isApplied));

    [Fact]
    public void AnySequence_ManyOperationsAtOnce_ConservesUnitsAsTheModelSays() =>
        Steps.Array[1, 80].Sample(steps =>
        {
            var holdings = Holdings.Of(50, 70, 1, 30);
            var model = new Dictionary<string, long> { ["JP-GOV"] = 151 };
            for (var i = 0; i < steps.Length; i++)
            {
                Take(holdings, model, steps[i], i);
                Check(holdings, model);
            }
        }, iter: 300);

    /// <summary>Transfers of a vintage each, from any account to any other, in two orders: where all succeed in both, the amounts are the same.</summary>
    [Fact]
    public void Transfers_WhichAllSucceedInEachOrder_GiveTheSameAmountPerAccountAndVintage()
    {
        var compared = 0;
        Gen.Select(Gen.Select(Gen.Int[0, 2], Gen.Int[0, 2], Gen.Long[1, 25], Gen.Int[2021, 2022]).Array[2, 6], Gen.Int[1, 5], Gen.Long[1, 90]).Sample((transfers, turn, given) =>
        {
            var some = transfers.Where(transfer => transfer.Item1 != transfer.Item2).ToArray();
            var forward = Run(given, some);
            var turned = turn % Math.Max(1, some.Length);
            var other = Run(given, [.. some[turned..].Reverse(), .. some[..turned]]);
            if (forward is null || other is null)
                return;
            Interlocked.Increment(ref compared);
            Assert.Equal(forward, other);
        }, iter: 300);
        Assert.True(compared > 30, $"Only {compared} pairs of orders succeeded.");
    }

    /// <summary>Amounts per account and vintage after all transfers; null where one of them was refused.</summary>
    private static IEnumerable<(string, int, long)>? Run(long given, (int From, int To, long Tonnes, int Vintage)[] transfers)
    {
        var holdings = Holdings.Of(60, 60, 40, 40);
        holdings.Ask(Holdings.Request("given", given, Holders[0], Holders[1]), Holders[1]);
        holdings.Answer("JP.given", isApplied: true);
        for (var i = 0; i < transfers.Length; i++)
        {
            var (from, to, tonnes, vintage) = transfers[i];
            var request = Holdings.Request($"{i}", tonnes, Holders[from], Holders[to]) with { Vintage = new Domain.Calendar.Vintage(vintage) };
            if (holdings.Ask(request, Holders[to]) is not null)
                return null;
            holdings.Answer($"JP.{i}", isApplied: true);
        }

        return [.. holdings.Blocks.GroupBy(block => (block.Account, block.Vintage.Year)).OrderBy(group => group.Key)
            .Select(group => (group.Key.Account, group.Key.Year, group.Sum(block => block.Units.Count)))];
    }

    private static void Take(Holdings holdings, Dictionary<string, long> model, Step step, int number)
    {
        var waiting = holdings.Operations.Values.Where(operation => operation.State == OperationState.Pending).Select(operation => operation.Request.Key).ToArray();
        var unfinished = holdings.Operations.Values.Where(operation => operation.IsUnfinished).Select(operation => operation.Request.Key).ToArray();
        switch (step.What)
        {
            case 0 when unfinished.Length > 0:
                holdings.Continue(unfinished[step.Pick % unfinished.Length]);
                break;
            case 1 or 2 or 3 or 4 when waiting.Length > 0:
                var key = waiting[step.Pick % waiting.Length];
                Assert.Null(holdings.Answer(key, step.IsApplied));
                var request = holdings.Operations[key].Request;
                if (step.IsApplied)
                {
                    model[request.FromAccount] -= request.Tonnes;
                    model[request.ToAccount] = model.GetValueOrDefault(request.ToAccount) + request.Tonnes;
                }

                break;
            default:
                Ask(holdings, step, number);
                break;
        }
    }

    private static void Ask(Holdings holdings, Step step, int number)
    {
        var (kind, to) = step.What switch
        {
            5 => (OperationKind.Retirement, Holdings.Retired),
            6 => (OperationKind.Cancellation, Holdings.Cancelled),
            _ => (OperationKind.Transfer, Holders[step.To]),
        };
        var request = Holdings.Request($"{number}", step.Tonnes, Holders[step.From], to, kind);
        if (step.What == 9)
            request = request with { Units = [SerialRange.From(1 + (step.Pick % 120), step.Tonnes)] };
        if (OperationRules.CheckAccounts(request, Holders[step.From], to).Count > 0)
            return;
        var before = holdings.Blocks;
        if (holdings.Ask(request, to, parts: step.IsApplied ? int.MaxValue : 1) is not null)
            Assert.Equal(before, holdings.Blocks);
    }

    private static void Check(Holdings holdings, Dictionary<string, long> model)
    {
        long next = 1;
        foreach (var block in holdings.Blocks)
        {
            Assert.Equal(next, block.Units.First);
            Assert.True(block.Units.Count > 0 && block.RegistrySerials!.Value.First == block.Units.First + 5000);
            next = block.Units.Last + 1;
        }

        Assert.Equal(152, next);
        foreach (var (account, tonnes) in model)
            Assert.Equal(tonnes, holdings.Held(account));
    }

    private sealed record Step(int What, int From, int To, long Tonnes, int Pick, bool IsApplied);
}
