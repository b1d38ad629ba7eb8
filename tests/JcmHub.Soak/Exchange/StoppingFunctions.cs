using JcmHub.Flows.Exchange;
using JcmHub.Functions;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace JcmHub.Soak.Exchange;

/// <summary>
/// The hub's functions as they are, but that the first record to reach a named step stops there, and that the clock may be ahead, so
/// that a dead dispatcher's lease need not be waited for. Whoever started the process kills it then.
/// </summary>
internal static class StoppingFunctions
{
    /// <summary>Runs the functions.</summary>
    /// <param name="step">The step at which to stop; anything else runs through.</param>
    /// <param name="reached">The file that is written when it is reached.</param>
    /// <param name="ahead">Seconds by which the clock is ahead.</param>
    public static async Task<int> RunAsync(string step, string reached, int ahead)
    {
        var stopAt = Enum.TryParse<ExchangeStep>(step, out var named) ? named : (ExchangeStep?)null;
        var steps = new ExchangeSteps(async now =>
        {
            if (now != stopAt)
                return;
            await File.WriteAllTextAsync(reached, now.ToString());
            await Task.Delay(Timeout.Infinite);
        });
        var builder = FunctionsApplication.CreateBuilder([], typeof(HubApplication).Assembly.GetTypes());
        await HubApplication.RunAsync(builder, services =>
        {
            services.AddSingleton(steps);
            services.AddSingleton<TimeProvider>(new ClockAhead(TimeSpan.FromSeconds(ahead)));
        });
        return 0;
    }

    private sealed class ClockAhead(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
    }
}
