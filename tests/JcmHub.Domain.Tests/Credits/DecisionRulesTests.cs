using JcmHub.Domain.Calendar;
using JcmHub.Domain.Credits;
using JcmHub.Domain.Methodologies;
using JcmHub.Domain.Parties;
using JcmHub.Domain.Projects;
using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Tests.Credits;

public sealed class DecisionRulesTests
{
    private static readonly DateOnly Day = new(2025, 10, 30);
    private static readonly Project Project = Project.Parse("""
        {"project":"TH014","party":"TH","title":"A floating solar plant","timeZone":"Asia/Bangkok","operationStart":"2020-01-01","registeredOn":"2020-09-28",
         "status":"registered","track":"subsidised","methodologies":[{"id":"TH_AM001","version":"1.0"}],"participants":[]}
        """u8);

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

    [Fact]
    public void Check_PublishedSplitOfTh014_BreaksNoRule() => Assert.Empty(Check(1009, 1008));

    [Fact]
    public void Check_HalfOfAnOddTotalRoundedDown_BreaksTheMinimumShare() =>
        Assert.Equal("minimum-share", Assert.Single(Check(1008, 1009)).Code);

    [Fact]
    public void Check_LessAuthorisedThanJapanGets_IsNamed() =>
        Assert.Equal("authorization-quantity", Assert.Single(Check(1009, 1008, authorised: 1008)).Code);

    [Theory]
    [InlineData(Agreement.No)]
    [InlineData(Agreement.Unknown)]
    public void Check_Article6RulesNotKnownToBeAgreed_AdmitsNoItmo(Agreement agreed) =>
        Assert.Equal("article6-rules-not-agreed", Assert.Single(Check(1009, 1008, host: Host with { Article6RulesAgreed = [Rule(agreed)] })).Code);

    [Fact]
    public void Check_StandingAuthorisationBeganLater_IsNamed() =>
        Assert.Equal("japan-authorization-missing", Assert.Single(Check(1009, 1008, japanRules: Japan with
        {
            StandingAuthorizations = [Rule(Agreement.Yes) with { From = Day.AddDays(1) }],
        })).Code);

    [Fact]
    public void Check_NoFlowOnTheDay_IsNamed() =>
        Assert.Equal("issuance-flow-unknown", Assert.Single(Check(1009, 1008, host: Host with { IssuanceFlows = [Rule(IssuanceFlow.A) with { To = Day.AddDays(-1) }] })).Code);

    [Fact]
    public void Check_FlowAWithoutItsAccounts_IsNamed() =>
        Assert.Equal("party-accounts-unknown", Assert.Single(Check(1009, 1008, host: Host with { PendingAccount = null })).Code);

    private static IReadOnlyList<Finding> Check(long japan, long partner, long authorised = 1009, Party? host = null, Party? japanRules = null)
    {
        var forJapan = new Recipient("Government of Japan", Side.Japan, HolderKind.Government, "JP-GOV");
        var forPartner = new Recipient("Thai side", Side.Partner, HolderKind.Government, "TH-GOV");
        var decision = new Decision("TH-TH014-2021", Host.Id, Project.Id, new MonitoringPeriod(new DateOnly(2021, 1, 1), new DateOnly(2021, 12, 31)), Day, new Allocation([forJapan, forPartner]))
        {
            Authorization = new Authorization("THA-0001", "CA0004", "NDC", new WholeTonnes(authorised), Day),
            ContentHash = "sha-256:0",
        };
        AllocationLine[] lines =
        [
            new(forJapan, new Vintage(2021), new WholeTonnes(japan)),
            new(forPartner, new Vintage(2021), new WholeTonnes(partner)),
        ];
        return DecisionRules.Check(decision, Project, host ?? Host, japanRules ?? Japan, lines);
    }

    private static DatedRule<T> Rule<T>(T value) => new(Day.AddYears(-1), null, value, "a test", Certainty.Sourced);
}
