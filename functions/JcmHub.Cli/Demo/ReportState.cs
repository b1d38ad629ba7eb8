namespace JcmHub.Cli.Demo;

/// <summary>A report as the hub tells it (<c>GET reports/{id}</c>), as far as the demo looks at it. Tonnes and serials are decimal strings there.</summary>
internal sealed record ReportState
{
    public required string Id { get; init; }

    public required string ContentHash { get; init; }

    public ReportFacts Facts { get; init; } = new();

    public ReportResult? Result { get; init; }

    public IReadOnlyList<ReportError> Errors { get; init; } = [];

    public NotifiedAmounts? Notified { get; init; }

    public IReadOnlyList<HubAdjustment> Adjustments { get; init; } = [];

    public IReadOnlyList<HubRecord> Records { get; init; } = [];

    public IReadOnlyList<string> Assumed { get; init; } = [];

    /// <summary>What has happened to it so far; a fact that has not happened is null.</summary>
    internal sealed record ReportFacts
    {
        public string? Computed { get; init; }

        /// <summary>The day on which a government without a registry acknowledged its amount.</summary>
        public string? Acknowledged { get; init; }

        public SidesDates? Issued { get; init; }

        public string? FirstTransferred { get; init; }
    }

    /// <summary>A date for each side.</summary>
    internal sealed record SidesDates(string? Japan, string? Partner);

    /// <summary>What was computed.</summary>
    internal sealed record ReportResult(IReadOnlyList<VintageTonnes> Vintages);

    /// <summary>Whole tonnes of one vintage.</summary>
    internal sealed record VintageTonnes(int Year, string Tonnes);

    /// <summary>Why it could not be computed.</summary>
    internal sealed record ReportError(string Code, string? Pointer, string? Detail);

    /// <summary>What each side was told to issue.</summary>
    internal sealed record NotifiedAmounts(IReadOnlyList<NotifiedVintage> Vintages);

    /// <summary>The amounts of one vintage.</summary>
    internal sealed record NotifiedVintage(int Year, string Japan, string Partner);

    /// <summary>A corresponding adjustment.</summary>
    internal sealed record HubAdjustment(string Party, int Vintage, string Tonnes, string? ReceiptedOn);

    /// <summary>A record that the hub sends or has sent.</summary>
    internal sealed record HubRecord(string Id, string Destination, long Number, string Type, string State, IReadOnlyList<string>? Codes = null);
}
