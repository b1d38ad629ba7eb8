using CsCheck;
using JcmHub.Domain.Calendar;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Ledger.Accounts;
using JcmHub.Domain.Ledger.Operations;
using JcmHub.Domain.Tests.Ledger.Operations;

namespace JcmHub.Domain.Tests.Ledger;

public sealed class ItmoIdentifiersTests
{
    [Fact]
    public void Of_FirstTransferredUnits_RendersBothWays()
    {
        var block = Holdings.Of(1009).Blocks[0] with { FirstTransferredOn = new DateOnly(2025, 11, 11) };

        var itmos = ItmoIdentifiers.Of(block, "CA0004", "THA01", "THA")!;

        Assert.Equal(("CA0004-THA01-THA-1-2021", "CA0004-THA01-THA-1009-2021"), (itmos.First, itmos.Last));
        Assert.Equal(("CA0004", "THA01", "THA", 1, 1009, 2021),
            (itmos.CooperativeApproach, itmos.Registry, itmos.OriginatingParty, itmos.Numbers.First, itmos.Numbers.Last, itmos.Vintage.Year));
    }

    [Fact]
    public void Of_UnitsThatAreNoItmos_IsNone()
    {
        var block = Holdings.Of(1).Blocks[0];

        Assert.Null(ItmoIdentifiers.Of(block, "CA0004", "THA01", "THA"));
        Assert.Null(ItmoIdentifiers.Of(block with { FirstTransferredOn = new DateOnly(2025, 11, 11), Authorization = null }, "CA0004", "THA01", "THA"));
    }

    [Fact]
    public void Of_RegistryNotKnown_HasPartsAndNoText()
    {
        var block = Holdings.Of(2).Blocks[0] with { FirstTransferredOn = new DateOnly(2025, 11, 11) };

        var itmos = ItmoIdentifiers.Of(block, "CA0004", null, "THA")!;

        Assert.Equal((null, null, null, 2), (itmos.First, itmos.Last, itmos.Registry, itmos.Numbers.Last));
    }

    /// <summary>Whatever is split and moved, each unit keeps its identifier, and none shares one.</summary>
    [Fact]
    public void Of_UnitsSplitAndMovedAtRandom_EachKeepsAnIdentifierOfItsOwn() =>
        Gen.Select(Gen.Long[1, 60], Gen.Int[0, 2], Gen.Int[0, 2]).Array[1, 30].Sample(steps =>
        {
            var holdings = Holdings.Of(50, 70, 1);
            var before = Identifiers(holdings);
            RegistryAccount[] accounts = [Holdings.Government, Holdings.Company, Holdings.Retired];
            for (var i = 0; i < steps.Length; i++)
            {
                var (tonnes, from, to) = steps[i];
                var kind = to == 2 ? OperationKind.Retirement : OperationKind.Transfer;
                var request = Holdings.Request($"{i}", tonnes, accounts[from], accounts[to], kind);
                if (from != to && from != 2 && holdings.Ask(request, accounts[to]) is null)
                    holdings.Answer(request.Key, isApplied: steps[i].Item1 % 3 > 0);
            }

            Assert.Equal(121, before.Values.Distinct().Count());
            Assert.Equal(before, Identifiers(holdings));
        }, iter: 100);

    private static SortedDictionary<long, string> Identifiers(Holdings holdings)
    {
        var identifiers = new SortedDictionary<long, string>();
        foreach (var block in holdings.Blocks)
        {
            var itmos = ItmoIdentifiers.Of(block with { FirstTransferredOn = new DateOnly(2025, 11, 11) }, "CA0004", "THA01", "THA")!;
            for (var number = itmos.Numbers.First; number <= itmos.Numbers.Last; number++)
                identifiers.Add(number, (itmos with { Numbers = new SerialRange(number, number) }).First!);
        }

        return identifiers;
    }

    [Theory]
    [InlineData("CA0004-THA01-THA-1,009-2021", 1009)]
    [InlineData("CA0004-THA01-THA-1009-2021", 1009)]
    [InlineData("CA0004-THA01-THA-0-2021", null)]
    [InlineData("CA0004-THA01-THA-01-2021", null)]
    [InlineData("CA0004-THA1-THA-1-2021", null)]
    [InlineData("CA0004-THA01-THA-1-21", null)]
    [InlineData("CA0004-THA01-THA-1-2021\n", null)]
    public void TryParse_Text_ReadsWhatTheCheckerAllows(string text, int? number)
    {
        Assert.Equal(number is not null, ItmoIdentifiers.TryParse(text, out var itmo));
        Assert.Equal(number, itmo?.Numbers.First);
    }

    [Fact]
    public void TryParse_WhatWasRendered_GivesItBack() =>
        Gen.Select(Gen.Long[1, 1_000_000_000], Gen.Int[1990, 2199]).Sample((number, year) =>
        {
            var itmo = new ItmoIdentifiers("CA0004", "THA01", "THA", new SerialRange(number, number), new Vintage(year));
            return ItmoIdentifiers.TryParse(itmo.First, out var read) && read == itmo;
        }, iter: 200);
}
