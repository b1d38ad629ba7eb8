using JcmHub.Flows.Exchange;

namespace JcmHub.Flows.Tests.Exchange;

public sealed class DestinationPauseTests
{
    [Theory]
    [InlineData(null, 0.75, 1.25)]
    [InlineData(-5, 0.75, 1.25)]
    [InlineData(90, 90, 90)]
    [InlineData(3600, 3600, 3600)]
    [InlineData(int.MaxValue, 3600, 3600)]
    public void Length_OfAFirstFailure_IsAsAskedForAndAnHourAtMost(int? askedSeconds, double least, double most) =>
        Assert.InRange(DestinationPause.Length(1, askedSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null).TotalSeconds, least, most);
}
