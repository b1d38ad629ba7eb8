using JcmHub.Domain.Ledger;
using JcmHub.Domain.Ledger.Operations;

namespace JcmHub.Domain.Tests.Ledger.Operations;

public sealed class OperationStepsTests
{
    [Fact]
    public void Transfer_PartOfABlock_GivesTheReceiverTheTailWithAllThatUnitsHave()
    {
        var holdings = Holdings.Of(100);

        Assert.Null(holdings.Ask(Holdings.Request("1", 30, Holdings.Government, Holdings.Company), Holdings.Company));
        Assert.Null(holdings.Answer("JP.1", isApplied: true));

        Assert.Equal([new SerialRange(1, 70), new SerialRange(71, 100)], holdings.Blocks.Select(block => block.Units));
        Assert.Equal(["JP-GOV", "JP-ENT"], holdings.Blocks.Select(block => block.Account));
        Assert.Equal(new SerialRange(5071, 5100), holdings.Blocks[1].RegistrySerials);
        Assert.All(holdings.Blocks, block => Assert.Equal("THA-0001", block.Authorization));
    }

    /// <summary>Defect F15 of another system (domain reference 5.1): a child that forgot "not yet first transferred" was under-counted.</summary>
    [Fact]
    public void Transfer_OfPartOfUnitsNeverFirstTransferred_LeavesBothPartsNeverFirstTransferred()
    {
        var holdings = Holdings.Of(100);

        holdings.Ask(Holdings.Request("1", 30, Holdings.Government, Holdings.Company), Holdings.Company);
        holdings.Answer("JP.1", isApplied: true);

        Assert.All(holdings.Blocks, block => Assert.Null(block.FirstTransferredOn));
    }

    [Fact]
    public void Units_ThatWaitForAReceipt_AreNobodyElses()
    {
        var holdings = Holdings.Of(100);
        holdings.Ask(Holdings.Request("1", 60, Holdings.Government, Holdings.Company), Holdings.Company);

        Assert.Equal("balance-insufficient", holdings.Ask(Holdings.Request("2", 41, Holdings.Government, Holdings.Company), Holdings.Company));
        Assert.Equal("units-reserved", holdings.Ask(
            Holdings.Request("3", 1, Holdings.Government, Holdings.Company) with { Units = [new SerialRange(50, 50)] }, Holdings.Company));
        Assert.Null(holdings.Ask(Holdings.Request("4", 40, Holdings.Government, Holdings.Company), Holdings.Company));
    }

    [Fact]
    public void Refusal_ByTheRegistry_FreesTheUnitsWhereTheyWere()
    {
        var holdings = Holdings.Of(100);
        holdings.Ask(Holdings.Request("1", 60, Holdings.Government, Holdings.Company), Holdings.Company);

        Assert.Null(holdings.Answer("JP.1", isApplied: false));

        Assert.Equal(100, holdings.Held("JP-GOV"));
        Assert.All(holdings.Blocks, block => Assert.Equal((UnitState.Live, null), (block.State, block.Operation)));
        Assert.Equal(OperationState.Refused, holdings.Operations["JP.1"].State);
        Assert.Null(holdings.Ask(Holdings.Request("2", 100, Holdings.Government, Holdings.Company), Holdings.Company));
    }

    [Fact]
    public void Retirement_Done_MovesNoFurther()
    {
        var holdings = Holdings.Of(100);
        holdings.Ask(Holdings.Request("1", 60, Holdings.Government, Holdings.Retired, OperationKind.Retirement), Holdings.Retired);
        holdings.Answer("JP.1", isApplied: true);

        Assert.Equal(60, holdings.Held("JP-RET"));
        Assert.Equal(["account-type"], OperationRules.CheckAccounts(
            Holdings.Request("2", 1, Holdings.Retired, Holdings.Company), Holdings.Retired, Holdings.Company).Select(error => error.Code));
    }

    [Theory]
    [InlineData("units")]
    [InlineData("numbers")]
    [InlineData("account")]
    [InlineData("more")]
    public void Receipt_OfOtherUnits_IsRefusedAndBooksNothing(string fault)
    {
        var holdings = Holdings.Of(100, 100);
        holdings.Ask(Holdings.Request("1", 100, Holdings.Government, Holdings.Company), Holdings.Company);
        var block = holdings.Blocks.Single(block => block.Operation is not null);
        var good = new ReceiptBlock(block.Units, block.Vintage, "JP-ENT", block.RegistrySerials!.Value);
        ReceiptBlock[] blocks = fault switch
        {
            "units" => [good with { Units = new SerialRange(1, 99) }],
            "numbers" => [good with { RegistrySerials = new SerialRange(1, 100) }],
            "account" => [good with { Account = "JP-GOV" }],
            _ => [good, good with { Units = new SerialRange(101, 200) }],
        };
        var before = holdings.Blocks;

        Assert.Equal("receipt-mismatch", holdings.Book("JP.1", new Receipt(holdings.Operations["JP.1"].Record!.Value, "sha-256:1", true, default) { Blocks = blocks }));
        Assert.Equal(before, holdings.Blocks);
    }

    [Fact]
    public void Receipt_InTheRegistrysOwnPieces_IsTheSameUnits()
    {
        var holdings = Holdings.Of(100);
        holdings.Ask(Holdings.Request("1", 100, Holdings.Government, Holdings.Company), Holdings.Company);
        var (head, tail) = holdings.Blocks[0].Split(40);

        Assert.Null(holdings.Book("JP.1", new Receipt(holdings.Operations["JP.1"].Record!.Value, "sha-256:1", true, default)
        {
            Blocks = [.. new[] { tail, head }.Select(part => new ReceiptBlock(part.Units, part.Vintage, "JP-ENT", part.RegistrySerials!.Value))],
        }));

        Assert.Equal(100, holdings.Held("JP-ENT"));
    }

    [Fact]
    public void Retirement_OverFiveHundredFragments_RunsInPartsUnderOneReservation()
    {
        var holdings = Holdings.Of([.. Enumerable.Repeat(2L, 520)]);
        Assert.Null(holdings.Ask(Holdings.Request("1", 1000, Holdings.Government, Holdings.Retired, OperationKind.Retirement), Holdings.Retired, parts: 1));

        // Two parts are still to come, and what they will take is taken already.
        Assert.Equal("balance-insufficient", holdings.Ask(Holdings.Request("2", 41, Holdings.Government, Holdings.Company), Holdings.Company));
        Assert.Null(holdings.Operations["JP.1"].Record);
        while (holdings.Operations["JP.1"].IsUnfinished)
            holdings.Continue("JP.1");
        Assert.Equal(0, holdings.Held("JP-RET"));
        Assert.Null(holdings.Answer("JP.1", isApplied: true));

        Assert.Equal((1000, 40), (holdings.Held("JP-RET"), holdings.Held("JP-GOV")));
        Assert.True(holdings.Operations["JP.1"].Parts > 12);
    }
}
