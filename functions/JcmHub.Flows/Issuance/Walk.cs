namespace JcmHub.Flows.Issuance;

/// <summary>What tells the pages of one walk through a list from those of another: a short hash of what was asked.</summary>
internal static class Walk
{
    /// <summary>The hash.</summary>
    public static string Of(params ReadOnlySpan<string?> asked) =>
        ContentHash.Of(System.Text.Encoding.UTF8.GetBytes(string.Join('|', asked)))["sha-256:".Length..][..12];
}
