namespace JcmHub.Flows;

/// <summary>How far apart the clocks of the hub and of a registry may be.</summary>
internal static class ClockSkew
{
    /// <summary>Both keep network time; five minutes are what Kerberos takes, too.</summary>
    public static readonly TimeSpan Most = TimeSpan.FromMinutes(5);
}
