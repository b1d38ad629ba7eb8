using System.Text.Json.Serialization;

namespace JcmHub.Cli.Demo;

/// <summary>What <c>demo --json</c> prints. Numbers are whole tonnes, serials and counts.</summary>
internal sealed record DemoOutcome
{
    public IReadOnlyList<ProjectOutcome> Projects { get; init; } = [];

    public ReconciliationOutcome Reconciliation { get; init; } = new(0);

    public OperationsOutcome Operations { get; init; } = new(0, 0, 0);

    /// <summary>Everything was there before this run; nothing was issued twice.</summary>
    public bool AlreadyDone { get; init; }

    /// <summary>Everything ended as the decisions say.</summary>
    public bool Ok { get; init; }

    /// <summary>What did not; absent where all is well.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Problems { get; init; }

    /// <summary>The demo could not be run, and why.</summary>
    public static DemoOutcome Failed(string problem) => new() { Problems = [problem] };

    /// <summary>One project's end.</summary>
    internal sealed record ProjectOutcome(
        string Project,
        IReadOnlyList<VintageOutcome> Vintages,
        BlocksOutcome Blocks,
        IReadOnlyList<AdjustmentOutcome> Adjustments,
        long Eligible,
        IReadOnlyList<string> Assumed,
        ReceiptsOutcome Receipts);

    /// <summary>What was computed for a vintage, and what each side was notified of.</summary>
    internal sealed record VintageOutcome(int Year, long Tonnes, long Japan, long Partner);

    /// <summary>What each side's registry holds, under its own serials.</summary>
    /// <param name="Japan">In Japan's registry.</param>
    /// <param name="Partner">In the partner's registry.</param>
    /// <param name="TransferredOut">In the partner's registry too, but moved out of it: their counterparts live in Japan's.</param>
    internal sealed record BlocksOutcome(
        IReadOnlyList<BlockOutcome> Japan, IReadOnlyList<BlockOutcome> Partner, IReadOnlyList<BlockOutcome> TransferredOut);

    /// <summary>A run of units, serials inclusive.</summary>
    internal sealed record BlockOutcome(string Account, int Vintage, long First, long Last, long Tonnes);

    /// <summary>What a Party adds back to its emissions balance.</summary>
    internal sealed record AdjustmentOutcome(string Party, int Vintage, long Tonnes);

    /// <summary>Records of the hub that are proved with their receipts by both signatures, and the others.</summary>
    internal sealed record ReceiptsOutcome(int Verified, int Missing);

    /// <summary>What the hub's own reconciliation found to differ between it, the registries and GX-ETS.</summary>
    internal sealed record ReconciliationOutcome(int Differences);

    /// <summary>What the stack did from the upload to the last receipt.</summary>
    /// <param name="Storage">Requests to blobs and tables, those for the demo's own looks at the report included.</param>
    /// <param name="Queue">Messages sent, delivered and settled.</param>
    /// <param name="Looks">How often the demo itself asked the hub for the report's state.</param>
    internal sealed record OperationsOutcome(long Storage, long Queue, long Looks);
}
