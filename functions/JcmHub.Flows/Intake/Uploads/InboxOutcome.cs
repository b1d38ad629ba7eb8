namespace JcmHub.Flows.Intake.Uploads;

/// <summary>What became of an uploaded blob.</summary>
/// <param name="IsAccepted">It is a report now; else it was refused.</param>
/// <param name="Version">The version of the blob that was judged.</param>
/// <param name="Document">The report's id and hash, or every error.</param>
public sealed record InboxOutcome(bool IsAccepted, string Version, ReadOnlyMemory<byte> Document)
{
    private const string Accepted = ".report.json";
    private const string Refused = ".errors.json";

    /// <summary>Whether a name is that of an outcome and not of an upload.</summary>
    public static bool IsNameOfOne(string name) =>
        name.EndsWith(Accepted, StringComparison.Ordinal) || name.EndsWith(Refused, StringComparison.Ordinal);

    /// <summary>Where the outcome of a blob lies.</summary>
    public static string NameFor(string blob, bool isAccepted) => blob + (isAccepted ? Accepted : Refused);

    /// <summary>The blob of which this is the name of the outcome.</summary>
    public static string BlobOf(string outcome) =>
        outcome[..^(outcome.EndsWith(Accepted, StringComparison.Ordinal) ? Accepted.Length : Refused.Length)];
}
