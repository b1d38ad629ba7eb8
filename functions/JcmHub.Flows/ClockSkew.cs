namespace JcmHub.Flows;

/// <summary>How far apart the clocks of the hub and of a registry may be.</summary>
internal static class ClockSkew
{
    /// <summary>Both keep network time, which holds a clock within a second; a minute leaves room.</summary>
    public static readonly TimeSpan Most = TimeSpan.FromMinutes(1);
}
