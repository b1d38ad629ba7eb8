namespace JcmHub.Domain.Methodologies.Reports;

/// <summary>
/// The readings themselves, for a trace that lists them, as long as they are few; beyond the limit they are forgotten and
/// only totals and hashes stay.
/// </summary>
internal sealed class ReadingListing
{
    /// <summary>Up to this many readings are listed in the trace one by one; above, as totals per point, parameter and vintage (design D8).</summary>
    public const int Most = 10_000;

    private Dictionary<int, ListedReading>? readings = [];

    public bool IsOn => readings is not null;

    /// <summary>By ordinal; null once there were too many.</summary>
    public IReadOnlyDictionary<int, ListedReading>? Readings => readings;

    public void Add(ListedReading reading)
    {
        if (readings is null) return;
        if (readings.Count >= Most) readings = null;
        else readings[reading.Ordinal] = reading;
    }
}
