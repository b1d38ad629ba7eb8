namespace JcmHub.Cli.Demo;

/// <summary>A page of the feed of credits that became eligible for GX-ETS, as far as the demo looks at it.</summary>
internal sealed record EligibleFeed(IReadOnlyList<EligibleFeed.Item> Items, string Next, bool HasMore)
{
    /// <summary>One announcement.</summary>
    internal sealed record Item(Announcement Data);

    /// <summary>What is announced.</summary>
    internal sealed record Announcement(string Project, IReadOnlyList<Block> Blocks);

    /// <summary>Units in an account; tonnes are a decimal string.</summary>
    internal sealed record Block(string Account, string Tonnes);
}
