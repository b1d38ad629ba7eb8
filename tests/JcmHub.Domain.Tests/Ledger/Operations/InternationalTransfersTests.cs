using JcmHub.Domain.Credits;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Ledger.Accounts;
using JcmHub.Domain.Ledger.Operations;
using JcmHub.Domain.Methodologies;
using JcmHub.Domain.Parties;
using JcmHub.Domain.Projects;
using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Tests.Ledger.Operations;

public sealed class InternationalTransfersTests
{
    private static readonly DateOnly Day = new(2025, 11, 11);
    private static readonly Party Japan = new(PartyId.Japan, "Japan") { StandingAuthorizations = [Ledgers.Rule(Agreement.Yes)] };
    private static readonly Party Free = Ledgers.Host with { Article6RulesAgreed = [Ledgers.Rule(Agreement.Yes)] };

    /// <summary>60 of 100 t are Japan's, 40 t the host's: a cap of 7/10, or 3/10 retained, lets 10 more go.</summary>
    private static readonly Party[] Limited =
    [
        Free with { TransferCaps = [Ledgers.Rule(new ShareLimit(Fraction.Parse("7/10"), []))] },
        Free with { RetainedShares = [Ledgers.Rule(new ShareLimit(Fraction.Parse("3/10"), []))] },
    ];

    [Theory]
    [InlineData(OperationState.Reserving, null, false)]
    [InlineData(OperationState.Approving, null, false)]
    [InlineData(OperationState.Pending, null, false)]
    [InlineData(OperationState.Settling, true, false)]
    [InlineData(OperationState.Settling, false, true)]
    [InlineData(OperationState.Refused, false, true)]
    public void Check_WithAnotherOnItsWay_CountsItUntilItIsRefused(OperationState state, bool? isApplied, bool letsGo)
    {
        var ledger = Issued();
        var other = Transfer(ledger, 6) with { State = state, IsApplied = isApplied };

        foreach (var host in Limited)
        {
            Assert.Null(Refusal(ledger, host, 10));
            Assert.Equal(letsGo ? null : host == Limited[0] ? "transfer-cap" : "retained-share", Refusal(ledger, host, 5, other));
            Assert.Null(Refusal(ledger, host, 4, other));
        }
    }

    [Fact]
    public void Check_WithOneThatHasGone_CountsItOnce()
    {
        var ledger = Issued();
        var own = ledger.Blocks.Single(block => block.Account == "TH-GOV");
        var (kept, gone) = own.Split(6);
        UnitBlock[] all = [.. ledger.Blocks.Where(block => block != own), kept, gone with { State = UnitState.Out, AccountType = AccountType.InternationalTransferOut }];
        var other = Transfer(ledger, 6) with { State = OperationState.Settling, IsApplied = true };

        bool LetsGo(long tonnes, params Operation[] others) => InternationalTransfers.CheckLimits(ledger.Issuance, tonnes, all, others, Limited[0], [], Day).Errors.Count == 0;
        Assert.Equal((true, false, true, false), (LetsGo(4), LetsGo(5), LetsGo(4, other), LetsGo(5, other)));
    }

    [Fact]
    public void Check_LimitThatIsNotSure_Warns()
    {
        var ledger = Issued();
        var recalled = Limited[0] with { TransferCaps = [Limited[0].TransferCaps[0] with { Certainty = Certainty.RecalledMedium }] };

        var (errors, warnings) = InternationalTransfers.CheckLimits(ledger.Issuance, 11, ledger.Blocks, [], recalled, [], Day);

        Assert.Empty(errors);
        Assert.Contains("recalled medium", Assert.Single(warnings, warning => warning.Code == "transfer-cap").Detail, StringComparison.Ordinal);
    }

    private static string? Refusal(Ledgers ledger, Party host, long tonnes, params Operation[] others) => InternationalTransfers.Check(
        ledger.Issuance, [.. ledger.Blocks.Where(block => block.Account == "TH-GOV")], tonnes, ledger.Blocks, others, host, [], Day).Errors is [var first, ..] ? first.Code : null;

    private static Ledgers Issued()
    {
        var ledger = Ledgers.Notified(IssuanceFlow.A, Free, authorised: true, (2021, 60, 40));
        ledger.Book(ledger.Applied(RecordId.Parse("TH.TH.1")));
        Assert.Null(ledger.Authorize(new Authorization("THA-0002", "CA0004", "NDC", new WholeTonnes(40), new DateOnly(2025, 11, 1)), Japan, "TH-GOV"));
        return ledger;
    }

    private static Operation Transfer(Ledgers ledger, long tonnes) => new()
    {
        Request = new OperationRequest("other", OperationKind.InternationalTransfer, Ledgers.Thailand, Ledgers.Thailand, ProjectId.Parse("TH014"), "TH-GOV", "JP-GOV", tonnes) { AcquiringParty = PartyId.Japan },
        InputHash = "a test", RequestedBy = new Author("registry", "registry", Ledgers.Thailand), RequestedAt = default,
        To = new RegistryAccount("JP-GOV", AccountType.GovernmentHolding, "Japan", "JP", AccountStatus.Open),
        Units = [ledger.Blocks.Single(block => block.Account == "TH-GOV").Units.Split(tonnes).Tail], State = OperationState.Approving,
    };
}
