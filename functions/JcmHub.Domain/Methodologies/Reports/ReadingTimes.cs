namespace JcmHub.Domain.Methodologies.Reports;

/// <summary>
/// Reads the times of readings, and remembers the last text: the meters of a report say the same minute one after another.
/// </summary>
internal sealed class ReadingTimes
{
    private readonly byte[] known = new byte[40];
    private int knownLength;
    private long knownAt;
    private bool knownIsInstant;

    public bool TryParse(ReadOnlySpan<byte> text, out long at, out bool isInstant)
    {
        if (text.Length == knownLength && text.SequenceEqual(known.AsSpan(0, knownLength)))
        {
            (at, isInstant) = (knownAt, knownIsInstant);
            return true;
        }

        if (!ReportTime.TryParse(text, out at, out isInstant)) return false;
        if (text.Length > known.Length) return true;
        text.CopyTo(known);
        (knownLength, knownAt, knownIsInstant) = (text.Length, at, isInstant);
        return true;
    }
}
