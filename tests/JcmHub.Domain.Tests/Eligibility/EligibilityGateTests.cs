using JcmHub.Domain.Calendar;
using JcmHub.Domain.Credits;
using JcmHub.Domain.Eligibility;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Ledger.Operations;
using JcmHub.Domain.Methodologies;
using JcmHub.Domain.Parties;
using JcmHub.Domain.Projects;

namespace JcmHub.Domain.Tests.Eligibility;

public sealed class EligibilityGateTests
{
    private static readonly DateOnly Today = new(2026, 11, 24);
    private static readonly Market GxEts = new("GX-ETS", [new DatedRule<int>(new DateOnly(2026, 4, 1), null, 2021, "a test", Certainty.Sourced)])
    {
        AuthorizedFor = [new DatedRule<UsePurpose>(new DateOnly(2026, 4, 1), null, UsePurpose.Ndc, "our reading", Certainty.Derived)],
    };

    private static readonly UnitBlock Eligible = new()
    {
        Registry = PartyId.Japan,
        Units = new SerialRange(1, 82639),
        Project = ProjectId.Parse("PH901"),
        Vintage = new Vintage(2025),
        Account = "JP-ENT-0001",
        AccountType = AccountType.EntityHolding,
        Holder = "Example Paddy Water Japan K.K.",
        Decision = "PH-PH901-2025",
        State = UnitState.Live,
        RegistrySerials = new SerialRange(434, 83072),
        Authorization = "PHL-0001",
        FirstTransferredOn = new DateOnly(2026, 6, 1),
    };

    [Fact]
    public void WhyNot_ACompanysItmo_NothingStandsAgainstIt() => Assert.Empty(Codes(Eligible));

    [Theory]
    [InlineData("another registry", "units-not-in-japan")]
    [InlineData("a government's account", "account-not-entity")]
    [InlineData("retired", "units-used")]
    [InlineData("cancelled", "units-used")]
    [InlineData("awaiting", "units-not-issued")]
    [InlineData("reserved", "units-in-operation")]
    [InlineData("stopped", "units-disputed")]
    [InlineData("2020", "vintage-too-early")]
    [InlineData("not authorised", "itmo-not-authorised")]
    [InlineData("for other purposes only", "itmo-not-for-ndc")]
    [InlineData("not transferred", "itmo-not-first-transferred")]
    public void WhyNot_OneRuleNotMet_NamesIt(string fault, string code) => Assert.Equal([code], Codes(With(fault)));

    [Theory]
    [InlineData(OimpFirstTransfer.Issuance)]
    [InlineData(OimpFirstTransfer.UseOrCancellation)]
    public void WhyNot_ForAnNdcAndOtherPurposes_NothingStandsAgainstIt(OimpFirstTransfer definition) => Assert.Empty(Codes(Eligible with { Oimp = new OimpTerms(definition, IsAlsoForNdc: true) }));

    [Fact]
    public void WhyNot_SeveralRulesNotMet_NamesEach() =>
        Assert.Equal(
            ["account-not-entity", "vintage-too-early", "itmo-not-authorised", "itmo-not-first-transferred"],
            Codes(Eligible with
            {
                AccountType = AccountType.GovernmentHolding, Vintage = new Vintage(2020), Authorization = null, FirstTransferredOn = null,
            }));

    [Fact]
    public void WhyNot_Disputed_NamesIt() => Assert.Equal(["units-disputed"], EligibilityGate.WhyNot(Eligible, GxEts, Today, true).Select(reason => reason.Code));

    [Fact]
    public void WhyNot_BeforeTheMarketsFirstRule_IsNotGuessed() =>
        Assert.Equal(["market-rule-unknown"], EligibilityGate.WhyNot(Eligible, GxEts, new DateOnly(2026, 3, 31), false).Select(reason => reason.Code));

    private static string[] Codes(UnitBlock block) => [.. EligibilityGate.WhyNot(block, GxEts, Today, false).Select(reason => reason.Code)];

    private static UnitBlock With(string fault) => fault switch
    {
        "another registry" => Eligible with { Registry = PartyId.Parse("PH") },
        "a government's account" => Eligible with { AccountType = AccountType.GovernmentHolding },
        "retired" => Eligible with { AccountType = AccountType.Retirement },
        "cancelled" => Eligible with { AccountType = AccountType.Cancellation },
        "awaiting" => Eligible with { State = UnitState.Awaiting },
        "reserved" => Eligible with { State = UnitState.Reserved },
        "stopped" => Eligible with { State = UnitState.Blocked },
        "2020" => Eligible with { Vintage = new Vintage(2020) },
        "not authorised" => Eligible with { Authorization = null },
        "for other purposes only" => Eligible with { Oimp = new OimpTerms(OimpFirstTransfer.Issuance, IsAlsoForNdc: false) },
        "not transferred" => Eligible with { FirstTransferredOn = null },
        _ => throw new ArgumentOutOfRangeException(nameof(fault)),
    };
}
