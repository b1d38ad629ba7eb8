using JcmHub.Domain.Credits;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Methodologies;
using JcmHub.Domain.Parties;
using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Tests.Ledger;

public sealed class LateAuthorizationTests
{
    private static readonly DateOnly Day = new(2025, 11, 5);
    private static readonly Authorization Given = new("THA-0002", "CA0004", "NDC", new WholeTonnes(1009), Day);

    private static readonly Party Japan = new(PartyId.Japan, "Japan") { StandingAuthorizations = [Rule(Agreement.Yes)] };

    [Fact]
    public void Grant_UnitsThatWaitForTheirTransfer_MakesTheTransferAFirstTransfer()
    {
        var ledger = Issued(Agreement.Yes);

        Assert.Null(ledger.Authorize(Given, Japan));
        ledger.ApproveTransfer();
        ledger.Book(ledger.Applied(RecordId.Parse("TH.TH.2")));

        Assert.Equal(1009, Assert.Single(ledger.Issuance.Adjustments).Tonnes.Value);
        Assert.All(ledger.Blocks.Where(block => block.Account != "TH-GOV"), block => Assert.Equal("THA-0002", block.Authorization));
        Assert.Null(ledger.Blocks.Single(block => block.Account == "TH-GOV").Authorization);
    }

    [Fact]
    public void Grant_TheSameAgain_ChangesNothing()
    {
        var ledger = Issued(Agreement.Yes);
        ledger.Authorize(Given, Japan);
        var before = ledger.Blocks;

        Assert.Null(ledger.Authorize(Given, Japan));
        Assert.Equal("authorization-exists", ledger.Authorize(Given with { Quantity = new WholeTonnes(2000) }, Japan));
        Assert.Equal("authorization-nothing", ledger.Authorize(Given with { AuthorizationId = "THA-0003" }, Japan));
        Assert.Equal(before, ledger.Blocks);
    }

    [Fact]
    public void Grant_WhatMayNotBe_IsRefused()
    {
        Assert.Equal("article6-rules-not-agreed", Issued(Agreement.Unknown).Authorize(Given, Japan));
        Assert.Equal("japan-authorization-missing", Issued(Agreement.Yes).Authorize(Given, new Party(PartyId.Japan, "Japan")));
        Assert.Equal("authorization-later", Issued(Agreement.Yes).Authorize(Given with { AuthorizedOn = new DateOnly(2025, 11, 7) }, Japan));
        Assert.Equal("authorization-quantity", Issued(Agreement.Yes).Authorize(Given with { Quantity = new WholeTonnes(1008) }, Japan));
        Assert.Equal("vintage-before-2021", Issued(Agreement.Yes, 2020).Authorize(Given, Japan));
    }

    [Fact]
    public void Grant_UnitsThatHaveLeft_IsRefused()
    {
        var ledger = Issued(Agreement.Yes);
        ledger.ApproveTransfer();
        ledger.Book(ledger.Applied(RecordId.Parse("TH.TH.2")));

        Assert.Equal("authorization-nothing", ledger.Authorize(Given, Japan));
    }

    private static Ledgers Issued(Agreement agreed, int year = 2021)
    {
        var ledger = Ledgers.Notified(IssuanceFlow.A, Ledgers.Host with { Article6RulesAgreed = [Rule(agreed)] }, authorised: false, (year, 1009, 1008));
        ledger.Book(ledger.Applied(RecordId.Parse("TH.TH.1")));
        return ledger;
    }

    private static DatedRule<Agreement> Rule(Agreement value) => new(new DateOnly(2025, 1, 1), null, value, "a test", Certainty.Illustrative);
}
