using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;

namespace JcmHub.Domain.Tests.Ledger;

public sealed class RecordIdTests
{
    [Theory]
    [InlineData("TH.JP.1")]
    [InlineData("PH.GX-ETS.12")]
    public void Parse_WhatItWrote_IsTheSame(string text) => Assert.Equal(text, RecordId.Parse(text).ToString());

    [Theory]
    [InlineData("GX-ETS.PH.1")]
    [InlineData("PH.GXETS.1")]
    [InlineData("PH.JP.0")]
    [InlineData("PH.JP.01")]
    [InlineData("PH.JP")]
    [InlineData(null)]
    public void TryParse_AnythingElse_IsRefused(string? text) => Assert.False(RecordId.TryParse(text, out _));

    [Fact]
    public void Destination_OfAParty_IsThatParty()
    {
        Destination japan = PartyId.Japan;

        Assert.True(japan == PartyId.Japan);
        Assert.Equal(PartyId.Japan, japan.Party);
        Assert.Null(Destination.GxEts.Party);
    }
}
