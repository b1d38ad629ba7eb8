using System.Globalization;
using JcmHub.Domain.Methodologies;
using JcmHub.Flows.Exchange;
using JcmHub.Local.Registries;

namespace JcmHub.Cli.Demo;

/// <summary>Holds a project's end against its decision: every figure comes from the sample's decision, none from here.</summary>
internal sealed class ProjectVerdict
{
    private const string MovedOut = "international-transfer-out";
    private readonly List<string> _problems = [];
    private readonly ProjectEnd _end;
    private readonly IReadOnlyList<ProofVerdict> _proofs;

    /// <param name="end">What the project's run ended with.</param>
    /// <param name="proofs">What the proofs of its records prove with nothing else at hand.</param>
    public ProjectVerdict(ProjectEnd end, IReadOnlyList<ProofVerdict> proofs)
    {
        _end = end;
        _proofs = proofs;
        CheckVintages();
        CheckHoldings();
        CheckAdjustments();
        CheckReceipts();
        CheckEligible();
        if (end.WasComplete && end.Report.Records.Count != end.RecordsBefore)
            Problem($"{end.Report.Records.Count - end.RecordsBefore} records were added although everything was done before");
    }

    /// <summary>What did not end as the decision says; nothing where all did.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>The figures for whoever reads them.</summary>
    public DemoOutcome.ProjectOutcome Outcome => new(
        _end.Project,
        [.. Vintages],
        new DemoOutcome.BlocksOutcome(
            [.. BlocksOf("JP").Where(block => block.AccountType != MovedOut).Select(Shown)],
            [.. BlocksOf(_end.Decision.Party).Where(block => block.AccountType != MovedOut).Select(Shown)],
            [.. BlocksOf(_end.Decision.Party).Where(block => block.AccountType == MovedOut).Select(Shown)]),
        [.. _end.Report.Adjustments.Select(adjustment => new DemoOutcome.AdjustmentOutcome(adjustment.Party, adjustment.Vintage, Number(adjustment.Tonnes)))],
        _end.Eligible,
        [.. _end.Report.Assumed, .. _end.Illustrative],
        new DemoOutcome.ReceiptsOutcome(Verified, _end.Report.Records.Count - Verified));

    private IEnumerable<DemoOutcome.VintageOutcome> Vintages => _end.Report.Result!.Vintages.Select(vintage =>
    {
        var notified = _end.Report.Notified?.Vintages.FirstOrDefault(amounts => amounts.Year == vintage.Year);
        return new DemoOutcome.VintageOutcome(
            vintage.Year, Number(vintage.Tonnes), Number(notified?.Japan ?? "0"), Number(notified?.Partner ?? "0"));
    });

    // A record counts when its receipt is in, its id is the one that its stream and number make, and both signatures are proved.
    private int Verified => _end.Report.Records.Count(record =>
        record.State == "receipted"
        && record.Id == string.Create(CultureInfo.InvariantCulture, $"{_end.Decision.Party}.{record.Destination}.{record.Number}")
        && _proofs.Any(proof => proof.Record?.ToString() == record.Id));

    private void CheckVintages()
    {
        var expected = _end.Shares.Select(share => new DemoOutcome.VintageOutcome(share.Year, share.Tonnes, share.Japan, share.Partner));
        if (!expected.SequenceEqual(Vintages.OrderBy(vintage => vintage.Year)))
            Problem($"computed and notified were {Listed(Vintages)}, decided were {Listed(expected)}");
    }

    private void CheckHoldings()
    {
        var shares = _end.Shares;
        if (_end.Decision.IssuedOn.Japan is not null)
            CheckLive("JP", shares.Sum(share => share.Japan));
        if (_end.Decision.IssuedOn.Partner is not null)
            CheckLive(_end.Decision.Party, shares.Sum(share => share.Partner));
    }

    private void CheckLive(string party, long expected)
    {
        var live = Tonnes(BlocksOf(party).Where(block => block.AccountType != MovedOut));
        if (live != expected)
            Problem($"{party}'s registry holds {live} t, the decision gives it {expected} t");
    }

    // What Japan's side receives leaves the host, which adds it back: the authorised quantity, by vintage (2/CMA.3, annex).
    private void CheckAdjustments()
    {
        var entered = _end.Report.Adjustments
            .GroupBy(adjustment => (adjustment.Party, adjustment.Vintage))
            .Select(group => (group.Key.Party, group.Key.Vintage, Tonnes: group.Sum(adjustment => Number(adjustment.Tonnes))))
            .Order()
            .ToArray();
        var expected = _end.Shares.Select(share => (_end.Decision.Party, share.Year, share.Japan)).Order().ToArray();
        if (!entered.SequenceEqual(expected))
            Problem($"adjustments were {string.Join(", ", entered)}, should be {string.Join(", ", expected)}");
        if (entered.Sum(adjustment => adjustment.Tonnes) != _end.Decision.Authorization.Quantity)
            Problem($"adjustments do not add up to the authorised {_end.Decision.Authorization.Quantity} t");
    }

    private void CheckReceipts()
    {
        if (Verified != _end.Report.Records.Count)
            Problem($"{_end.Report.Records.Count - Verified} of {_end.Report.Records.Count} records have no receipt that is proved");
        foreach (var failure in _proofs.Select(proof => proof.Failure).OfType<Finding>())
            Problem(failure.Detail);
    }

    // Companies of Japan's side get what GX-ETS can take; what governments get it cannot.
    private void CheckEligible()
    {
        var expected = _end.Decision.EntityTonnes(_end.Verified);
        if (_end.Eligible != expected)
            Problem($"{_end.Eligible} t are eligible for GX-ETS, should be {expected} t");
    }

    private IEnumerable<RegistryHoldings.Block> BlocksOf(string party) => _end.Holdings
        .Where(registry => registry.Registry == party)
        .SelectMany(registry => registry.Blocks)
        .Where(block => block.Project == _end.Project);

    private static DemoOutcome.BlockOutcome Shown(RegistryHoldings.Block block) =>
        new(block.Account, block.Vintage, Number(block.First), Number(block.Last), Number(block.Tonnes));

    private static long Tonnes(IEnumerable<RegistryHoldings.Block> blocks) => blocks.Sum(block => Number(block.Tonnes));

    private static long Number(string text) => long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    private static string Listed(IEnumerable<DemoOutcome.VintageOutcome> vintages) => string.Join("; ", vintages.Select(vintage =>
        string.Create(CultureInfo.InvariantCulture, $"{vintage.Year}: {vintage.Tonnes} t = {vintage.Japan} + {vintage.Partner}")));

    private void Problem(string text) => _problems.Add($"{_end.Project}: {text}");
}
