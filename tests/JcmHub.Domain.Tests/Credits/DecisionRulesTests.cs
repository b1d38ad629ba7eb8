using System.Globalization;
using JcmHub.Domain.Calendar;
using JcmHub.Domain.Credits;
using JcmHub.Domain.Entities;
using JcmHub.Domain.Methodologies;
using JcmHub.Domain.Parties;
using JcmHub.Domain.Projects;
using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Tests.Credits;

public sealed class DecisionRulesTests
{
    private static readonly DateOnly Day = new(2025, 10, 30);

    private static readonly Party Host = new(PartyId.Parse("TH"), "Thailand")
    {
        Registries = [Rule(RegistryKind.Transactional)],
        IssuanceFlows = [Rule(IssuanceFlow.A)],
        Article6RulesAgreed = [Rule(Agreement.Yes)],
        PendingAccount = "TH-PENDING",
        TransferOutAccount = "TH-ITO",
    };

    private static readonly Party Japan = new(PartyId.Japan, "Japan")
    {
        Registries = [Rule(RegistryKind.Transactional)],
        StandingAuthorizations = [Rule(Agreement.Yes)],
    };

    private static readonly DecisionCase Th014 = Case(1009, 1008);

    [Fact]
    public void Review_PublishedSplitOfTh014_BreaksNoRuleAndSaysWhatIsNotKnown()
    {
        var review = DecisionRules.Review(Th014);

        Assert.Empty(review.Errors);
        Assert.Equal(
            ["crediting-period-unknown", "allocation-not-fixed", "entity-designation-unknown", "partner-conditions-unknown"],
            review.Warnings.Select(warning => warning.Code));
    }

    [Fact]
    public void Review_HalfOfAnOddTotalRoundedDown_BreaksTheMinimumShare() => Assert.Equal("minimum-share", Error(Case(1008, 1009)));

    [Fact]
    public void Review_LessThanHalfOfAPrivateProject_BreaksNoRule() => Assert.Empty(DecisionRules.Review(Case(1008, 1009) with { Project = Projects.Th014("private") }).Errors);

    [Fact]
    public void Review_ProjectInValidation_IsRefused() =>
        Assert.Equal("project-not-registered", Error(Th014 with { Project = Projects.Th014(status: "validation") }));

    [Theory]
    [InlineData(1008)]
    [InlineData(1010)]
    public void Review_OtherTonnesAuthorisedThanJapanGets_IsNamed(long tonnes) =>
        Assert.Equal("authorization-quantity", Error(With(decision => decision with { Authorization = decision.Authorization! with { Quantity = new WholeTonnes(tonnes) } })));

    [Fact]
    public void Review_AuthorisationOfReductionsBefore2021_IsRefused() =>
        Assert.Equal("vintage-before-2021", Error(Case(1009, 1008, year: 2020)));

    /// <summary>Records know no such year, and no such number: what the hub could not tell the registries is not decided.</summary>
    [Fact]
    public void Review_WhatNoRecordCouldSay_IsRefused()
    {
        Assert.Contains("vintage-before-2013", DecisionRules.Review(Case(1009, 1008, year: 2012)).Errors.Select(error => error.Code));
        Assert.DoesNotContain("vintage-before-2013", DecisionRules.Review(Case(1009, 1008, year: 2013)).Errors.Select(error => error.Code));
        Assert.Contains("amount-too-large", DecisionRules.Review(Case(DecisionRules.MaximumTonnes, 1)).Errors.Select(error => error.Code));
        Assert.DoesNotContain("amount-too-large", DecisionRules.Review(Case(DecisionRules.MaximumTonnes - 1, 1)).Errors.Select(error => error.Code));
    }

    [Theory]
    [InlineData(Agreement.No)]
    [InlineData(Agreement.Unknown)]
    public void Review_Article6RulesNotKnownToBeAgreed_AdmitsNoItmo(Agreement agreed) =>
        Assert.Equal("article6-rules-not-agreed", Error(Th014 with { Host = Host with { Article6RulesAgreed = [Rule(agreed)] } }));

    [Fact]
    public void Review_Article6RulesOnlyRecalled_Warns() =>
        Assert.Contains("recalled medium", Warning(Th014 with { Host = Host with { Article6RulesAgreed = [Rule(Agreement.Yes, Certainty.RecalledMedium)] } }, "rule-unsure").Detail, StringComparison.Ordinal);

    [Fact]
    public void Review_StandingAuthorisationBeganLater_IsNamed() =>
        Assert.Equal("japan-authorization-missing", Error(Th014 with
        {
            Japan = Japan with { StandingAuthorizations = [Rule(Agreement.Yes) with { From = Day.AddDays(1) }] },
        }));

    /// <summary>An authorisation must have been possible on its own day, whatever is agreed when the decision is made.</summary>
    [Theory]
    [InlineData("2020-01-01", "article6-rules-not-agreed japan-authorization-missing")]
    [InlineData("2025-06-01", "article6-rules-not-agreed")]
    [InlineData("2025-10-30", "")]
    [InlineData("2025-10-31", "authorization-later")]
    public void Review_Authorisation_MustBePossibleOnItsDay(string day, string codes)
    {
        var of = With(decision => decision with { Authorization = decision.Authorization! with { AuthorizedOn = DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture) } }) with
        {
            Host = Host with { Article6RulesAgreed = [Rule(Agreement.Yes) with { From = Day }] },
            Japan = Japan with { StandingAuthorizations = [Rule(Agreement.Yes) with { From = new DateOnly(2025, 3, 31) }] },
        };

        Assert.Equal(codes, string.Join(' ', DecisionRules.Review(of).Errors.Select(error => error.Code)));
    }

    [Fact]
    public void Review_NoFlowOnTheDay_IsNamed() =>
        Assert.Equal("issuance-flow-unknown", Error(Th014 with { Host = Host with { IssuanceFlows = [Rule(IssuanceFlow.A) with { To = Day.AddDays(-1) }] } }));

    [Fact]
    public void Review_FlowAWithoutItsAccounts_IsNamed() =>
        Assert.Equal("party-accounts-unknown", Error(Th014 with { Host = Host with { PendingAccount = null } }));

    [Theory]
    [InlineData("2021-01-01", "2030-12-31", null)]
    [InlineData("2021-01-02", "2030-12-31", "outside-crediting-period")]
    [InlineData("2020-01-01", "2021-12-30", "outside-crediting-period")]
    public void Review_CreditingPeriod_MustHoldTheMonitoringPeriod(string from, string to, string? code) =>
        Assert.Equal(code, DecisionRules.Review(Th014 with
        {
            Project = Projects.Th014(more: $$"""
                "creditingPeriod":{"from":"{{from}}","to":"{{to}}"}
                """),
        }).Errors.SingleOrDefault()?.Code);

    [Theory]
    [InlineData("1/2", "1/2", null)]
    [InlineData("6/10", "4/10", "allocation-not-as-registered")]
    public void Review_PercentagesFixedAtRegistration_AreHeldOrAnswered(string japan, string partner, string? code)
    {
        var of = Th014 with { Project = Projects.Th014(more: Fixed(japan, partner)) };

        Assert.Equal(code, DecisionRules.Review(of).Errors.SingleOrDefault()?.Code);
        var explained = of with { Decision = of.Decision with { Deviation = "The participants agreed on another split." } };
        Assert.Empty(DecisionRules.Review(explained).Errors);
        Assert.Equal(code is not null, DecisionRules.Review(explained).Warnings.Any(warning => warning.Code == "allocation-not-as-registered"));
        Assert.All(DecisionRules.Review(of).Errors, error => Assert.DoesNotContain(" gets ", error.DetailJa, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(EntityRole.Verification, 1, "2025-01-01", null)]
    [InlineData(EntityRole.Verification, 3, "2025-01-01", "entity-not-designated")]
    [InlineData(EntityRole.Verification, 1, "2025-09-02", "entity-not-designated")]
    [InlineData(EntityRole.Validation, 1, "2025-01-01", null)]
    public void Review_EntityOfTheVerification_IsDesignatedForScopeAndDay(EntityRole role, int scope, string from, string? code)
    {
        var designation = new DatedRule<Designation>(
            DateOnly.Parse(from, System.Globalization.CultureInfo.InvariantCulture), null, new Designation(Host.Id, role, [scope]), "a test", Certainty.Sourced);
        var of = Th014 with { Entity = _ => new ThirdPartyEntity("TPE-TH-002", [designation]) };

        Assert.Equal(code, DecisionRules.Review(of).Errors.SingleOrDefault()?.Code);
        // A designation for validation says nothing about verification.
        Assert.Equal(role == EntityRole.Validation, DecisionRules.Review(of).Warnings.Any(warning => warning.Code == "entity-designation-unknown"));
    }

    [Fact]
    public void Review_EntityOfTheValidation_IsDesignatedByItself()
    {
        var designations = new[] { EntityRole.Verification, EntityRole.Validation }.Select(role =>
            Rule(new Designation(Host.Id, role, role == EntityRole.Verification ? [1] : [2]))).ToArray();
        var of = Th014 with
        {
            Project = Projects.Th014(more: """
                "validatedBy":{"entity":"TPE-TH-002","on":"2025-08-01"}
                """),
            Entity = _ => new ThirdPartyEntity("TPE-TH-002", designations),
        };

        Assert.Equal("entity-not-designated", Error(of));
    }

    [Theory]
    [InlineData(Admission.Excluded, Certainty.Sourced, "not-on-positive-list")]
    [InlineData(Admission.Excluded, Certainty.RecalledLow, null)]
    [InlineData(Admission.CaseByCase, Certainty.Sourced, null)]
    [InlineData(Admission.Automatic, Certainty.Sourced, null)]
    public void Review_PositiveList_ExcludesWhereWeAreSure(Admission admission, Certainty certainty, string? code) =>
        Assert.Equal(code, DecisionRules.Review(Th014 with
        {
            Host = Host with { PositiveLists = [Rule(new PositiveList([new PositiveListEntry("solar", ["TH_AM001"], admission)], Admission.Automatic), certainty)] },
        }).Errors.SingleOrDefault()?.Code);

    [Theory]
    [InlineData("1/2", null, Certainty.Sourced, "transfer-cap")]
    [InlineData("1/2", null, Certainty.RecalledLow, null)]
    [InlineData("1/2", "TH_AM002", Certainty.Sourced, null)]
    [InlineData("51/100", null, Certainty.Sourced, null)]
    public void Review_CapOnTheTransferredShare_HoldsForItsMethodologies(string share, string? methodology, Certainty certainty, string? code) =>
        Assert.Equal(code, DecisionRules.Review(Th014 with { Host = Host with { TransferCaps = [Rule(Limit(share, methodology), certainty)] } }).Errors.SingleOrDefault()?.Code);

    [Theory]
    [InlineData("1/2", "retained-share")]
    [InlineData("49/100", null)]
    public void Review_RetainedShare_IsRoundedUp(string share, string? code) =>
        Assert.Equal(code, DecisionRules.Review(Th014 with { Host = Host with { RetainedShares = [Rule(Limit(share, null))] } }).Errors.SingleOrDefault()?.Code);

    [Fact]
    public void Review_ConditionBrokenButUnsure_WarnsAndSaysHowSure() =>
        Assert.Contains("recalled low: a test", Warning(Th014 with { Host = Host with { TransferCaps = [Rule(Limit("1/2", null), Certainty.RecalledLow)] } }, "transfer-cap").Detail, StringComparison.Ordinal);

    [Theory]
    [InlineData(Certainty.Sourced, FeeStep.Transfer)]
    [InlineData(Certainty.RecalledLow, null)]
    public void Review_Fee_IsStatedAndAwaitedWhereWeAreSure(Certainty certainty, FeeStep? awaited)
    {
        var fee = Assert.Single(DecisionRules.Review(Th014 with { Host = Host with { TransferFees = [Rule(new TransferFee(1.25m, "USD", FeeStep.Transfer), certainty)] } }).Fees);

        Assert.Equal((1009, 1261.25m, "USD", awaited), (fee.Tonnes.Value, fee.Amount, fee.Fee.Currency, fee.Fee.PaidBefore));
        Assert.Equal(("a test", Day), (fee.Rule, fee.On));
    }

    [Theory]
    [InlineData(FeeBasis.Price, "20.05", "505.76125")]
    [InlineData(FeeBasis.Price, "0", "0")]
    [InlineData(FeeBasis.Units, null, "25.225")]
    public void Review_FeeOfPercent_IsExact(FeeBasis basis, string? price, string amount)
    {
        var fee = Assert.Single(DecisionRules.Review(Th014 with { Host = Host with { TransferFees = [Rule(Percent(basis, price))] } }).Fees);

        Assert.Equal(amount, fee.Amount.ToString());
    }

    [Fact]
    public void Review_FeeOfAPriceThatNobodyStates_WarnsAndStatesNoAmount()
    {
        var priceless = Th014 with { Host = Host with { TransferFees = [Rule(Percent(FeeBasis.Price, null))] } };

        Assert.Null(Assert.Single(DecisionRules.Review(priceless).Fees).Amount);
        Warning(priceless, "fee-basis-unknown");
    }

    [Fact]
    public void Review_NothingVerified_IsNothingToIssue() =>
        Assert.Equal("nothing-to-issue", Error(Case(0, 0)));

    private static TransferFee Percent(FeeBasis basis, string? price) => new(2.5m, basis == FeeBasis.Units ? null : "USD", null)
    {
        Basis = basis,
        Price = price is null ? null : decimal.Parse(price, CultureInfo.InvariantCulture),
    };

    private static string Error(DecisionCase of) => Assert.Single(DecisionRules.Review(of).Errors).Code;

    private static Finding Warning(DecisionCase of, string code)
    {
        var review = DecisionRules.Review(of);
        Assert.Empty(review.Errors);
        return Assert.Single(review.Warnings, warning => warning.Code == code);
    }

    private static DecisionCase With(Func<Decision, Decision> change) => Th014 with { Decision = change(Th014.Decision) };

    private static DecisionCase Case(long japan, long partner, int year = 2021)
    {
        var vintage = new Vintage(year);
        var allocation = new Allocation(
        [
            new Recipient("Government of Japan", Side.Japan, HolderKind.Government, "JP-GOV") { Tonnes = Tonnes(japan) },
            new Recipient("Thai side", Side.Partner, HolderKind.Government, "TH-GOV") { Tonnes = Tonnes(partner) },
        ]);
        VintageTonnes[] verified = [new VintageTonnes(vintage, new WholeTonnes(japan + partner))];
        return new DecisionCase
        {
            Decision = new Decision("TH-TH014-2021", Host.Id, ProjectId.Parse("TH014"), new MonitoringPeriod(new DateOnly(year, 1, 1), new DateOnly(year, 12, 31)), Day, allocation)
            {
                Authorization = new Authorization("THA-0001", "CA0004", "NDC", new WholeTonnes(japan), Day),
                ContentHash = "sha-256:0",
            },
            Project = Projects.Th014(),
            Host = Host,
            Japan = Japan,
            Verified = verified,
            Split = allocation.Split(verified),
            VerifiedBy = ("TPE-TH-002", new DateOnly(2025, 9, 1)),
            SectoralScopes = [1],
            Entity = _ => null,
        };

        Dictionary<Vintage, WholeTonnes> Tonnes(long tonnes) => new() { [vintage] = new(tonnes) };
    }

    private static string Fixed(string japan, string partner) => $$"""
        "allocation":{"shares":[{"holder":"Government of Japan","side":"japan","share":"{{japan}}"},{"holder":"Thai side","side":"partner","share":"{{partner}}"}],"source":"a test"}
        """;

    private static ShareLimit Limit(string share, string? methodology) => new(Fraction.Parse(share), methodology is null ? [] : [methodology]);

    private static DatedRule<T> Rule<T>(T value, Certainty certainty = Certainty.Sourced) => new(Day.AddYears(-1), null, value, "a test", certainty);
}
