namespace JcmHub.Domain.Methodologies.Reports;

/// <summary>
/// The readings themselves, for a trace that lists them, as long as they are few; beyond the limit they are forgotten and
/// only totals and hashes stay.
/// </summary>
internal sealed class ReadingListing(bool hashes)
{
    private Dictionary<int, Reading>? readings = [];

    /// <summary>Whether totals keep a hash of their readings, in case they turn out to be too many to list.</summary>
    public bool Hashes => hashes;

    public bool IsOn => readings is not null;

    /// <summary>By ordinal; null once there were too many.</summary>
    public IReadOnlyDictionary<int, Reading>? Readings => readings;

    public void Add(Reading reading)
    {
        if (readings is null) return;
        if (readings.Count >= Computation.MostListedReadings) readings = null;
        else readings[reading.Ordinal] = reading;
    }
}
