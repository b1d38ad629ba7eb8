using CsCheck;
using JcmHub.Domain.Calendar;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Tests.Ledger.Operations;

namespace JcmHub.Domain.Tests.Ledger;

public sealed class ItmoIdentifiersTests
{
    [Fact]
    public void Of_FirstTransferredUnits_RendersBothWays()
    {
        var block = Holdings.Of(1009).Blocks[0] with { FirstTransferredOn = new DateOnly(2025, 11, 11) };

        var itmos = ItmoIdentifiers.Of(block, "CA0004", "THA")!;

        Assert.Equal(("CA0004-THA01-THA-1-2021", "CA0004-THA01-THA-1009-2021"), (itmos.First, itmos.Last));
        Assert.Equal(("CA0004", "THA01", "THA", 1, 1009, 2021),
            (itmos.CooperativeApproach, itmos.Registry, itmos.OriginatingParty, itmos.Numbers.First, itmos.Numbers.Last, itmos.Vintage.Year));
    }

    [Fact]
    public void Of_UnitsThatAreNoItmos_IsNone()
    {
        var block = Holdings.Of(1).Blocks[0];

        Assert.Null(ItmoIdentifiers.Of(block, "CA0004", "THA"));
        Assert.Null(ItmoIdentifiers.Of(block with { FirstTransferredOn = new DateOnly(2025, 11, 11), Authorization = null }, "CA0004", "THA"));
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
