namespace JcmHub.Cli.Demo;

/// <summary>A page of the feed of credits that became eligible for GX-ETS, as far as the demo looks at it.</summary>
internal sealed record EligibleFeed(IReadOnlyList<EligibleFeed.Item> Items, string Next, bool HasMore)
{
    /// <summary>One announcement, or a withdrawal.</summary>
    /// <param name="Data">What it says.</param>
    /// <param name="EligibleNow">The tonnes of an announcement that are still so, as a decimal string; none of a withdrawal.</param>
    internal sealed record Item(Announcement Data, string? EligibleNow = null);

    /// <summary>Whose units it is about.</summary>
    internal sealed record Announcement(string Project);
}
