using System.Text;
using JcmHub.Domain.Parties;
using JcmHub.Domain.Tests.Methodologies;

namespace JcmHub.Domain.Tests.Parties;

/// <summary>What the files in <c>schemas/parties</c> say, held against domain reference section 8.</summary>
public sealed class PartyFilesTests
{
    private static readonly Party[] All =
        [.. Files.Parties().Select(file => PartyDocument.Parse(file))];

    private static readonly DateOnly Today = new(2026, 11, 24);

    /// <summary>ISO codes in the order of signing; the last three joined within the year before June 2026.</summary>
    private static readonly string[] Order =
        "MN BD ET KE MV VN LA ID CR PW KH MX SA CL MM TH PH SN TN AZ MD GE LK UZ PG AE KG KZ UA TZ IN OM".Split(' ');

    [Fact]
    public void Parties_OfThePartners_AreThoseThatSigned() =>
        Assert.Equal(Order.Append("JP").Order(), All.Select(party => party.Id.Code).Order());

    [Fact]
    public void Parties_SigningDaysThatAreKnown_AreInTheOrderOfSigning()
    {
        var days = Order.Select(code => Of(code).Signed!.On).OfType<DateOnly>().ToArray();

        Assert.Equal(30, days.Length);
        Assert.Equal(days.Order(), days);
        Assert.Null(Of("TZ").Signed!.On);
        Assert.Null(Of("OM").Signed!.On);
    }

    [Fact]
    public void Parties_RulesInventedForDemonstration_AreInTheDemonstrationsHostOnly()
    {
        Assert.All(All.Where(party => party.Id.Code != "PH"), party => Assert.Equal(Rules(party), Rules(party.WithoutIllustrativeRules())));
        Assert.Equal(IssuanceFlow.A, Of("PH").IssuanceFlows.On(Today)!.Value);
        Assert.Null(Of("PH").WithoutIllustrativeRules().IssuanceFlows.On(Today));
        Assert.False(Of("PH").WithoutIllustrativeRules().HasRegistryOn(Today));
    }

    [Theory]
    [InlineData("TH", "2025-10-30", IssuanceFlow.A, true)]
    [InlineData("MV", "2025-12-16", IssuanceFlow.B, false)]
    [InlineData("MN", "2019-05-17", IssuanceFlow.B, true)]
    public void Parties_HostsThatIssued_SayWhoIssuesFirst(string code, string day, IssuanceFlow flow, bool hasRegistry)
    {
        var decided = DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal(flow, Of(code).IssuanceFlows.On(decided)!.Value);
        Assert.Equal(hasRegistry, Of(code).HasRegistryOn(decided));
        Assert.Null(Of(code).IssuanceFlows.On(new DateOnly(2013, 1, 7)));
    }

    [Fact]
    public void Parties_Article6Rules_AreAgreedFromTheirDayOnly()
    {
        Assert.Null(Of("MV").Article6RulesAgreed.On(new DateOnly(2025, 12, 15)));
        Assert.Equal(Agreement.Yes, Of("MV").Article6RulesAgreed.On(new DateOnly(2025, 12, 16))!.Value);
        Assert.Empty(Of("MN").Article6RulesAgreed);
    }

    [Fact]
    public void Parties_RulesOnlyRecalled_AreNotSure()
    {
        Assert.False(Of("MV").Registries.On(Today)!.IsSure);
        Assert.False(Of("MV").LimitOf(TimedOperation.CompletenessCheck, Today)!.IsSure);
        Assert.True(Of("MV").IssuanceFlows.On(Today)!.IsSure);
    }

    [Theory]
    [InlineData("""[{"from":"2025-01-02","to":"2025-01-01","value":"A","source":"a test","certainty":"sourced"}]""")]
    [InlineData("""[{"from":"2025-01-01","value":"A","source":"a test","certainty":"sourced"},{"from":"2025-01-01","value":"B","source":"a test","certainty":"sourced"}]""")]
    public void Parse_RulesThatContradictThemselves_AreRefused(string flows) => Assert.Throws<FormatException>(() =>
        PartyDocument.Parse(Encoding.UTF8.GetBytes($$"""{"party":"TH","iso3":"THA","name":"Thailand","accounts":{},"issuanceFlow":{{flows}}}""")));

    [Fact]
    public void Parse_EveryKindOfRule_IsReadAsWritten()
    {
        var party = PartyDocument.Parse("""
            {"party":"TH","iso3":"THA","name":"Thailand","accounts":{},
             "delivery":[{"from":"2025-01-01","value":"file","source":"a test","certainty":"illustrative"}],
             "positiveList":[{"from":"2025-01-01","value":{"entries":[{"activity":"solar","methodologies":["TH_AM001"],"admission":"automatic"}],"otherwise":"case-by-case"},"source":"a test","certainty":"sourced"}],
             "transferCap":[{"from":"2025-01-01","value":{"share":"1/2"},"source":"a test","certainty":"sourced"}],
             "minimumRetainedShare":[{"from":"2025-01-01","value":{"share":"1/10","methodologies":["TH_AM001"]},"source":"a test","certainty":"sourced"}],
             "transferFee":[{"from":"2025-01-01","value":{"rate":"1.50","currency":"USD","paidBefore":"transfer"},"source":"a test","certainty":"sourced"}],
             "ndc":[{"from":"2025-01-01","value":{"type":"single-year","periodStart":2021,"periodEnd":2030,"targetYears":[2030]},"source":"a test","certainty":"sourced"}],
             "adjustmentMethod":[{"from":"2025-01-01","value":"averaging","source":"a test","certainty":"sourced"}],
             "tracks":[{"from":"2025-01-01","value":["existing projects"],"source":"a test","certainty":"sourced"}],
             "timeLimit":[{"from":"2025-01-01","value":{"operation":"completeness-check","days":7},"source":"a test","certainty":"sourced"},
                          {"from":"2025-01-01","value":{"operation":"transfer-approval","days":30},"source":"a test","certainty":"sourced"}]}
            """u8.ToArray());

        Assert.Equal(DeliveryMode.File, party.Deliveries.On(Today)!.Value);
        var list = party.PositiveLists.On(Today)!.Value;
        Assert.Equal(Admission.Automatic, list.Of(["TH_AM001"]));
        Assert.Equal(Admission.CaseByCase, list.Of(["TH_AM001", "TH_AM002"]));
        Assert.Equal("1/2", party.TransferCaps.On(Today)!.Value.Share.ToString());
        Assert.False(party.RetainedShares.On(Today)!.Value.Binds(["TH_AM002"]));
        Assert.True(party.RetainedShares.On(Today)!.Value.Binds(["TH_AM001"]));
        Assert.Equal(new TransferFee(1.50m, "USD", FeeStep.Transfer), party.TransferFees.On(Today)!.Value);
        Assert.Equal((2021, 2030), (party.Ndcs.On(Today)!.Value.PeriodStart, party.Ndcs.On(Today)!.Value.PeriodEnd));
        Assert.Equal(AdjustmentMethod.Averaging, party.AdjustmentMethods.On(Today)!.Value);
        Assert.Equal(["existing projects"], party.Tracks.On(Today)!.Value);
        Assert.Equal(30, party.LimitOf(TimedOperation.TransferApproval, Today)!.Value.Days);
        Assert.Null(party.LimitOf(TimedOperation.Issuance, Today));
    }

    [Theory]
    [InlineData("""{"rate":"1.50","currency":"USD"}""", "1.50", FeeBasis.Tonne, null, "USD")]
    [InlineData("""{"percent":"2.5","of":"price","price":"20.00","currency":"USD"}""", "2.5", FeeBasis.Price, "20.00", "USD")]
    [InlineData("""{"percent":"2.5","of":"price","currency":"USD"}""", "2.5", FeeBasis.Price, null, "USD")]
    [InlineData("""{"percent":"5","of":"units"}""", "5", FeeBasis.Units, null, null)]
    public void Parse_FeeOfEveryBasis_IsReadAsWritten(string fee, string rate, FeeBasis basis, string? price, string? currency)
    {
        var party = PartyDocument.Parse(Encoding.UTF8.GetBytes(
            $$"""{"party":"TH","iso3":"THA","name":"Thailand","accounts":{},"transferFee":[{"from":"2025-01-01","value":{{fee}},"source":"a test","certainty":"sourced"}]}"""));

        var read = party.TransferFees.Single().Value;
        Assert.Equal((rate, basis, price, currency, null), (Text(read.Rate), read.Basis, Text(read.Price), read.Currency, read.PaidBefore));
    }

    private static string? Text(decimal? value) => value?.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static Party Of(string code) => All.Single(party => party.Id.Code == code);

    private static int Rules(Party party) =>
        party.Registries.Count + party.Deliveries.Count + party.IssuanceFlows.Count + party.Article6RulesAgreed.Count + party.StandingAuthorizations.Count
        + party.PositiveLists.Count + party.TransferCaps.Count + party.RetainedShares.Count + party.TransferFees.Count + party.Ndcs.Count
        + party.AdjustmentMethods.Count + party.Tracks.Count + party.TimeLimits.Count;
}
