namespace JcmHub.Flows.Issuance;

/// <summary>A condition on a write.</summary>
/// <param name="MustBeAbsent">The key must not exist.</param>
/// <param name="Version">The row must still have this version.</param>
public readonly record struct RowGuard(bool MustBeAbsent, string? Version)
{
    /// <summary>No condition.</summary>
    public static RowGuard None { get; }

    /// <summary>The key must not exist.</summary>
    public static RowGuard Absent { get; } = new(true, null);

    /// <summary>The row must still have this version.</summary>
    public static RowGuard Unchanged(string version) => new(false, version);
}
