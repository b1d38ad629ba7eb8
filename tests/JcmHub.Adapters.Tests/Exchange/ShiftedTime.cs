namespace JcmHub.Adapters.Tests.Exchange;

/// <summary>The machine's clock, set ahead at will: short waits pass by themselves, long ones by the test's word.</summary>
internal sealed class ShiftedTime : TimeProvider
{
    private TimeSpan _ahead;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _ahead;

    public void Advance(TimeSpan by) => _ahead += by;
}
