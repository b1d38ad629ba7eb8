namespace JcmHub.Local.Tests.Support;

/// <summary>Waits for what must come, not for a time to pass; a test that waits in vain fails with a time-out.</summary>
public static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static async Task TrueAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!condition())
            await Task.Delay(20, limit.Token);
    }
}
