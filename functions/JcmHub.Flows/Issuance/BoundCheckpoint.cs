using System.Globalization;

namespace JcmHub.Flows.Issuance;

/// <summary>A checkpoint and its hash: an entry of the journal bears both, or it counts for nothing.</summary>
/// <param name="Entry">The last entry of its state.</param>
/// <param name="Hash">The hash of its bytes.</param>
internal sealed record BoundCheckpoint(long Entry, string Hash)
{
    /// <summary>The command of the entry that binds a checkpoint; its input hash is the checkpoint's.</summary>
    public static string Command(long entry) => string.Create(CultureInfo.InvariantCulture, $"checkpoint-{entry}");
}
