using JcmHub.Domain.Calendar;
using JcmHub.Domain.Comparison;
using JcmHub.Domain.Credits;
using JcmHub.Domain.Eligibility;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Ledger.Operations;
using JcmHub.Domain.Methodologies;
using JcmHub.Domain.Parties;
using JcmHub.Domain.Projects;
using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Tests.Eligibility;

public sealed class EligibilityGateTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 3, 0, 0, TimeSpan.Zero);
    private static readonly Authorization Authorization = new("PHL-0001", "CA0006", "NDC", new WholeTonnes(100_000), new DateOnly(2026, 5, 1));
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
    public void Ask_ACompanysItmo_IsEligibleAsOfTheInstant()
    {
        var answer = new EligibilityGate(GxEts, Disputes.None).Ask(Eligible, Authorization, Now);

        Assert.Equal((true, Now), (answer.IsEligible, answer.AsOf));
        Assert.Empty(answer.WhyNot);
    }

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
    public void Ask_OneRuleNotMet_NamesIt(string fault, string code) => Assert.Equal([code], Codes(With(fault)));

    [Theory]
    [InlineData(OimpFirstTransfer.Issuance)]
    [InlineData(OimpFirstTransfer.UseOrCancellation)]
    public void Ask_ForAnNdcAndOtherPurposes_NothingStandsAgainstIt(OimpFirstTransfer definition) => Assert.Empty(Codes(Eligible with { Oimp = new OimpTerms(definition, IsAlsoForNdc: true) }));

    [Fact]
    public void Ask_SeveralRulesNotMet_NamesEachInBothLanguages() =>
        Assert.Equal(
            ["account-not-entity", "vintage-too-early", "itmo-not-authorised", "itmo-not-first-transferred"],
            Codes(Eligible with
            {
                AccountType = AccountType.GovernmentHolding, Vintage = new Vintage(2020), Authorization = null, FirstTransferredOn = null,
            }));

    /// <summary>A block is held as a whole where one of its numbers differs, and not for its neighbours.</summary>
    [Theory]
    [InlineData(434, 434, "units-disputed")]
    [InlineData(83072, 90000, "units-disputed")]
    [InlineData(1000, 1000, "units-disputed")]
    [InlineData(1, 90000, "units-disputed")]
    [InlineData(1, 433, "")]
    [InlineData(83073, 83073, "")]
    public void Ask_NumbersInADispute_AreNotEligible(long first, long last, string code) =>
        Assert.Equal(code, string.Join(' ', Codes(Eligible, Now, new Disputes([new SerialRange(100_000, 100_001), new SerialRange(first, last)]))));

    [Fact]
    public void Ask_StoppedAndInADispute_IsOneReason() =>
        Assert.Equal(["units-disputed"], Codes(With("stopped"), Now, new Disputes([new SerialRange(434, 434)])));

    /// <summary>The rule begins on 1 April in Japan, nine hours before UTC.</summary>
    [Theory]
    [InlineData("2026-03-31T14:59:59Z", "market-rule-unknown")]
    [InlineData("2026-03-31T15:00:00Z", "")]
    public void Ask_AroundTheMarketsFirstRule_CountsTheDayInJapan(string instant, string code) =>
        Assert.Equal(code, string.Join(' ', Codes(Eligible, DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture), Disputes.None)));

    private static string[] Codes(UnitBlock block) => Codes(block, Now, Disputes.None);

    private static string[] Codes(UnitBlock block, DateTimeOffset asOf, Disputes disputes)
    {
        var answer = new EligibilityGate(GxEts, disputes).Ask(block, block.Authorization is null ? null : Authorization, asOf);
        Assert.All(answer.WhyNot, reason => Assert.NotEqual(("", ""), (reason.Detail, reason.DetailJa)));
        return [.. answer.WhyNot.Select(reason => reason.Code)];
    }

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
