using JcmHub.Domain.Credits;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Ledger.Journal;
using JcmHub.Domain.Parties;
using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Tests.Ledger;

/// <summary>First transfer by the host's definition for other purposes (2/CMA.3 annex, para 2), once and at its moment; the replay of the journal agrees at every entry.</summary>
public sealed class FirstTransferTests
{
    private static readonly DateOnly Issued = new(2025, 11, 11);
    private static readonly Party Japan = new(PartyId.Japan, "Japan") { StandingAuthorizations = [Ledgers.Rule(Agreement.Yes)] };
    private static readonly Party Host = Ledgers.Host with { Article6RulesAgreed = [Ledgers.Rule(Agreement.Yes)] };

    [Theory]
    [InlineData("NDC", null, 0, 60, null)]
    [InlineData("NDC and OIMP", OimpFirstTransfer.Authorization, 60, 60, OimpFirstTransfer.Authorization)]
    [InlineData("NDC and IMP", OimpFirstTransfer.Issuance, 60, 60, OimpFirstTransfer.Issuance)]
    [InlineData("NDC and OP", OimpFirstTransfer.UseOrCancellation, 0, 60, null)]
    [InlineData("OIMP", OimpFirstTransfer.Issuance, 60, 60, OimpFirstTransfer.Issuance)]
    [InlineData("OIMP", OimpFirstTransfer.UseOrCancellation, 0, 0, null)]
    public void HostIssuesAndTransfers_EachDefinition_ObligesOnceAtItsMoment(string purposes, OimpFirstTransfer? definition, long whenIssued, long whenMoved, OimpFirstTransfer? by)
    {
        var ledger = Ledgers.Notified(IssuanceFlow.A, Host, purposes, definition, (2021, 60, 40));
        ledger.Book(ledger.Applied(RecordId.Parse("TH.TH.1")));
        Assert.Equal(whenIssued, Obliged(ledger));

        ledger.ApproveTransfer();
        ledger.Book(ledger.Applied(ledger.Records.Single(record => record.Content is InternationalTransferContent).Id));
        ledger.Book(ledger.Applied(RecordId.Parse("TH.JP.1")));

        Assert.Equal(whenMoved, Obliged(ledger));
        Assert.All(ledger.Issuance.Adjustments, adjustment => Assert.Equal((Issued, by), (adjustment.ObligedOn, adjustment.Definition)));
        var inJapan = ledger.Blocks.Single(block => block.Registry == PartyId.Japan);
        Assert.Equal((UnitState.Live, whenMoved > 0), (inJapan.State, inJapan.FirstTransferredOn is not null));
    }

    [Theory]
    [InlineData("NDC and OIMP", OimpFirstTransfer.UseOrCancellation, 60, null)]
    [InlineData("OIMP", OimpFirstTransfer.Issuance, 60, OimpFirstTransfer.Issuance)]
    [InlineData("OIMP", OimpFirstTransfer.UseOrCancellation, 0, null)]
    public void JapanIssues_EachDefinition_ObligesOnceAtItsMoment(string purposes, OimpFirstTransfer definition, long whenIssued, OimpFirstTransfer? by)
    {
        var ledger = Ledgers.Notified(IssuanceFlow.B, Host, purposes, definition, (2021, 60, 40));
        ledger.Book(ledger.Applied(RecordId.Parse("TH.JP.1")));

        Assert.Equal(whenIssued, Obliged(ledger));
        Assert.All(ledger.Issuance.Adjustments, adjustment => Assert.Equal(by, adjustment.Definition));
    }

    [Theory]
    [InlineData(OimpFirstTransfer.Authorization, 40)]
    [InlineData(OimpFirstTransfer.Issuance, 40)]
    [InlineData(OimpFirstTransfer.UseOrCancellation, 0)]
    public void Grant_OfUnitsThatTheHostHolds_ObligesWhenTheyAreIssuedAndAuthorised(OimpFirstTransfer definition, long tonnes)
    {
        var ledger = Ledgers.Notified(IssuanceFlow.A, Host, authorised: true, (2021, 60, 40));
        ledger.Book(ledger.Applied(RecordId.Parse("TH.TH.1")));
        var given = new Authorization("THA-0002", "CA0004", "OIMP", new WholeTonnes(40), new DateOnly(2025, 11, 1)) { FirstTransferDefOimp = definition };

        Assert.Null(ledger.Authorize(given, Japan, "TH-GOV"));
        Assert.Null(ledger.Authorize(given, Japan, "TH-GOV"));

        Assert.Equal(tonnes, Obliged(ledger));
        Assert.All(ledger.Issuance.Adjustments, adjustment => Assert.Equal((Issued, "TH.TH.1", definition), (adjustment.ObligedOn, adjustment.FirstTransfer, adjustment.Definition)));
    }

    [Fact]
    public void Grant_ForOtherPurposesWithoutADefinition_TakesTheHostsUsualOneOrIsRefused()
    {
        var given = new Authorization("THA-0002", "CA0004", "OIMP", new WholeTonnes(40), new DateOnly(2025, 11, 1));
        var refused = Ledgers.Notified(IssuanceFlow.A, Host, authorised: true, (2021, 60, 40));
        refused.Book(refused.Applied(RecordId.Parse("TH.TH.1")));
        Assert.Equal("first-transfer-undefined", refused.Authorize(given, Japan, "TH-GOV"));

        var usual = Ledgers.Notified(IssuanceFlow.A, Host with { FirstTransferDefsOimp = [Ledgers.Rule(OimpFirstTransfer.Issuance)] }, authorised: true, (2021, 60, 40));
        usual.Book(usual.Applied(RecordId.Parse("TH.TH.1")));
        Assert.Null(usual.Authorize(given, Japan, "TH-GOV"));
        Assert.Equal(40, Obliged(usual));
    }

    /// <summary>The journal alone tells an adjustment that was left out: the block carries the definition.</summary>
    [Theory]
    [InlineData(OimpFirstTransfer.Issuance, "journal-adjustment")]
    [InlineData(OimpFirstTransfer.UseOrCancellation, null)]
    public void Apply_IssuedUnitsThatWereNotFirstTransferred_FailWhereIssuanceIsTheirs(OimpFirstTransfer definition, string? code)
    {
        var state = new LedgerState(Ledgers.Thailand);
        var notified = Ledgers.Notified(IssuanceFlow.A, Host, "OIMP", definition, (2021, 60, 40)).Blocks;
        Assert.Null(state.Apply(new JournalLink(1, default, "", "1"), new LedgerChange
        {
            Drawn = new SerialRange(1, 100), Blocks = notified, Records = [new RecordDigest(RecordId.Parse("TH.TH.1"), "sha-256:1")],
            Approvals = [.. new[] { Side.Japan, Side.Partner }.Select(side => new DecisionApproval("TH-TH014-2021", "sha-256:0", side))],
        }));

        var before = notified.Single(block => block.AccountType == AccountType.Pending);
        var failure = state.Apply(new JournalLink(2, default, "1", "2"), new LedgerChange
        {
            Replaced = [BlockKey.Of(before)], Blocks = [before with { State = UnitState.Live, RegistrySerials = before.Units, Entry = 2 }],
        });

        Assert.Equal(code, failure?.Code);
    }

    private static long Obliged(Ledgers ledger) => ledger.Issuance.Adjustments.Sum(adjustment => adjustment.Tonnes.Value);
}
