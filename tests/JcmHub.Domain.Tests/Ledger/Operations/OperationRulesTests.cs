using JcmHub.Domain.Calendar;
using JcmHub.Domain.Credits;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Ledger.Accounts;
using JcmHub.Domain.Ledger.Operations;
using JcmHub.Domain.Methodologies;
using JcmHub.Domain.Parties;

namespace JcmHub.Domain.Tests.Ledger.Operations;

public sealed class OperationRulesTests
{
    private static readonly DateOnly Day = new(2026, 2, 2);

    [Theory]
    [InlineData(AccountStatus.Open, null)]
    [InlineData(AccountStatus.Restricted, "account-restricted")]
    [InlineData(AccountStatus.Suspended, "account-suspended")]
    [InlineData(AccountStatus.Closed, "account-closed")]
    public void CheckAccounts_ByStatus_RefusesAllButTheOpen(AccountStatus status, string? code)
    {
        var request = Holdings.Request("1", 1, Holdings.Government, Holdings.Company);

        var into = OperationRules.CheckAccounts(request, Holdings.Government, Holdings.Company with { Status = status });
        var outOf = OperationRules.CheckAccounts(request, Holdings.Government with { Status = status }, Holdings.Company);

        Assert.Equal(code, into.SingleOrDefault()?.Code);
        Assert.Equal(code, outOf.SingleOrDefault()?.Code);
    }

    [Fact]
    public void CheckAccounts_NamesEveryFault()
    {
        var errors = OperationRules.CheckAccounts(Holdings.Request("1", 1, Holdings.Government, Holdings.Government), null, null);

        Assert.Equal(["account-same", "account-unknown", "account-unknown"], errors.Select(error => error.Code));
    }

    [Theory]
    [InlineData(OperationKind.Transfer, AccountType.GovernmentHolding, true)]
    [InlineData(OperationKind.Transfer, AccountType.EntityHolding, true)]
    [InlineData(OperationKind.Transfer, AccountType.Retirement, false)]
    [InlineData(OperationKind.Transfer, AccountType.InternationalTransferOut, false)]
    [InlineData(OperationKind.Transfer, AccountType.Pending, false)]
    [InlineData(OperationKind.Retirement, AccountType.Retirement, true)]
    [InlineData(OperationKind.Retirement, AccountType.EntityHolding, false)]
    [InlineData(OperationKind.Cancellation, AccountType.Cancellation, true)]
    [InlineData(OperationKind.Cancellation, AccountType.Retirement, false)]
    public void CheckAccounts_KindOfTheReceiver_MustFitTheOperation(OperationKind kind, AccountType type, bool fits)
    {
        var errors = OperationRules.CheckAccounts(
            Holdings.Request("1", 1, Holdings.Government, Holdings.Company, kind), Holdings.Government, Holdings.Company with { Type = type });

        Assert.Equal(fits ? [] : ["account-type"], errors.Select(error => error.Code));
    }

    /// <summary>2/CMA.3 annex, para 8(b): used within the NDC implementation period in which the mitigation occurred.</summary>
    [Theory]
    [InlineData(2021, 2026, null)]
    [InlineData(2030, 2030, null)]
    [InlineData(2021, 2031, "use-outside-ndc-period")]
    [InlineData(2020, 2026, "use-outside-ndc-period")]
    [InlineData(2031, 2035, null)]
    public void CheckUse_TowardAnNdc_KeepsToThePeriodOfTheYearOfUse(int vintage, int useYear, string? code)
    {
        var (errors, warnings) = OperationRules.CheckUse(Retirement(useYear), Japan(Certainty.Sourced), new DateOnly(2035, 1, 1), [Unit(vintage)], _ => "NDC");

        Assert.Equal(code, errors.SingleOrDefault()?.Code);
        Assert.Empty(warnings);
    }

    [Theory]
    [InlineData(2021, "rule-unsure")]
    [InlineData(2020, "use-outside-ndc-period")]
    public void CheckUse_PeriodThatIsOnlyRecalled_WarnsAndSaysHowSure(int vintage, string code)
    {
        var (errors, warnings) = OperationRules.CheckUse(Retirement(2026), Japan(Certainty.RecalledHigh), Day, [Unit(vintage)], _ => "NDC and OIMP");

        Assert.Empty(errors);
        Assert.Equal(code, warnings.Single().Code);
        Assert.EndsWith("(recalled high: a test)", warnings.Single().Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void CheckUse_UnitsThatAreNoItmos_AreRefused()
    {
        Assert.Equal("units-not-authorised", Error([Unit(2021) with { Authorization = null }], null));
        Assert.Equal("units-not-authorised", Error([Unit(2021)], "OIMP"));
        Assert.Equal("units-not-transferred", Error([Unit(2021) with { FirstTransferredOn = null }], "NDC"));

        static string Error(UnitBlock[] units, string? purposes) =>
            OperationRules.CheckUse(Retirement(2026), Japan(Certainty.Sourced), Day, units, _ => purposes).Errors.Single().Code;
    }

    [Theory]
    [InlineData("NDC", "units-not-authorised")]
    [InlineData(null, "units-not-authorised")]
    [InlineData("OIMP", null)]
    [InlineData("IMP", null)]
    [InlineData("NDC and OP", null)]
    public void CheckUse_ForOtherPurposes_NeedsAnAuthorisationForThem(string? purposes, string? code)
    {
        var request = Retirement(2026) with { Purpose = UsePurpose.Oimp };

        Assert.Equal(code, OperationRules.CheckUse(request, Japan(Certainty.Sourced), Day, [Unit(2021)], _ => purposes).Errors.SingleOrDefault()?.Code);
        Assert.Equal("units-not-transferred", OperationRules.CheckUse(
            request with { Registry = Holdings.Thailand }, Japan(Certainty.Sourced), Day, [Unit(2021) with { FirstTransferredOn = null }], _ => "OIMP").Errors.Single().Code);
    }

    /// <summary>Where the host counts use or cancellation, the use is the first transfer, in whichever registry; toward an NDC it never is.</summary>
    [Theory]
    [InlineData(UsePurpose.Oimp, OimpFirstTransfer.UseOrCancellation, null)]
    [InlineData(UsePurpose.Oimp, OimpFirstTransfer.Issuance, "units-not-transferred")]
    [InlineData(UsePurpose.Ndc, OimpFirstTransfer.UseOrCancellation, "units-not-transferred")]
    public void CheckUse_UnitsWhoseFirstTransferIsTheirUse_NeedNoOtherOne(UsePurpose purpose, OimpFirstTransfer definition, string? code)
    {
        UnitBlock[] units = [Unit(2021) with { FirstTransferredOn = null, Oimp = new OimpTerms(definition, IsAlsoForNdc: true) }];

        Assert.Equal(code, OperationRules.CheckUse(Retirement(2026) with { Purpose = purpose }, Japan(Certainty.Sourced), Day, units, _ => "NDC and OIMP").Errors.SingleOrDefault()?.Code);
    }

    [Theory]
    [InlineData(2021, 2025, "use-year-too-early")]
    [InlineData(2027, 2026, "use-year-too-early")]
    [InlineData(2021, 2027, "use-year-to-come")]
    public void CheckUse_YearBeforeReductionOrTransferOrToCome_IsRefused(int vintage, int useYear, string code) =>
        Assert.Equal(code, OperationRules.CheckUse(Retirement(useYear), Japan(Certainty.Sourced), Day, [Unit(vintage)], _ => "NDC").Errors.Single().Code);

    [Fact]
    public void CheckUse_PeriodUnknown_IsSaidAndNotPassedInSilence()
    {
        var (errors, warnings) = OperationRules.CheckUse(Retirement(2026), new Party(PartyId.Japan, "Japan"), Day, [Unit(2021)], _ => "NDC and OIMP");

        Assert.Empty(errors);
        Assert.Equal("ndc-period-unknown", warnings.Single().Code);
    }

    private static OperationRequest Retirement(int useYear) =>
        Holdings.Request("1", 1, Holdings.Government, Holdings.Retired, OperationKind.Retirement) with { Purpose = UsePurpose.Ndc, UseYear = useYear };

    private static Party Japan(Certainty certainty) => new(PartyId.Japan, "Japan")
    {
        Ndcs =
        [
            new DatedRule<NdcTarget>(new DateOnly(2021, 1, 1), null, new NdcTarget(NdcType.SingleYear, 2021, 2030, [2030]), "a test", certainty),
            new DatedRule<NdcTarget>(new DateOnly(2031, 1, 1), null, new NdcTarget(NdcType.SingleYear, 2031, 2035, [2035]), "a test", certainty),
        ],
    };

    private static UnitBlock Unit(int vintage) => Holdings.Of(1).Blocks[0] with { Vintage = new Vintage(vintage), FirstTransferredOn = Day };
}
