namespace JcmHub.Soak.AtRandom;

/// <summary>The soak's clock: it stands still but for what the steps let pass, so that a seed gives the same days again.</summary>
internal sealed class SoakClock : TimeProvider
{
    // The market takes credits from April 2026 on.
    private DateTimeOffset _now = new(2026, 6, 1, 3, 0, 0, TimeSpan.Zero);

    public DateOnly Today => DateOnly.FromDateTime(_now.UtcDateTime);

    public override DateTimeOffset GetUtcNow() => _now;

    public void Advance(TimeSpan by) => _now += by;
}
