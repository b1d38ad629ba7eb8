using System.Globalization;

namespace JcmHub.Local.Registries;

/// <summary>What a registry answers to a record: a receipt, or a problem (RFC 9457) that leaves the stream where it was.</summary>
internal sealed record RecordAnswer
{
    private RecordAnswer()
    {
    }

    /// <summary>The receipt's bytes; null where the answer is a problem.</summary>
    public byte[]? Receipt { get; private init; }

    public RegistryProblem? Problem { get; private init; }

    public static RecordAnswer Receipted(byte[] receipt) => new() { Receipt = receipt };

    public static RecordAnswer Unreadable(string why) =>
        new() { Problem = new RegistryProblem(400, "record-unreadable", "The record cannot be read.", why) };

    public static RecordAnswer Untrusted(string code) => new()
    {
        Problem = new RegistryProblem(401, code, "The record is not proved to be the hub's.", "Its signature, in the header JCM-Signature, does not hold for its canonical bytes."),
    };

    public static RecordAnswer OutOfOrder(long expected) => new()
    {
        Problem = new RegistryProblem(409, "record-out-of-order", "The record is not the next of its stream.",
            string.Create(CultureInfo.InvariantCulture, $"The next number of this stream is {expected}."))
        {
            Expected = expected.ToString(CultureInfo.InvariantCulture),
        },
    };

    public static RecordAnswer DigestMismatch(string digest) => new()
    {
        Problem = new RegistryProblem(409, "record-digest-mismatch", "Another record was received under this number.",
            $"The record received under this number has the digest {digest}."),
    };
}
