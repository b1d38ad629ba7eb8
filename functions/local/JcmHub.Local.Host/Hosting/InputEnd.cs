namespace JcmHub.Local.Host.Hosting;

/// <summary>Watches standard input: its end says that the parent is gone, or asks for a stop without a signal.</summary>
internal static class InputEnd
{
    /// <summary>Completes at the end of standard input.</summary>
    public static Task WatchAsync()
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        // A thread of its own: a read of standard input cannot be cancelled, and the process ends without it.
        new Thread(() =>
        {
            try
            {
                using var input = Console.OpenStandardInput();
                Span<byte> ignored = stackalloc byte[256];
                while (input.Read(ignored) > 0)
                {
                    // What is written there means nothing.
                }
            }
            catch (IOException)
            {
                // As good as an end.
            }

            ended.SetResult();
        })
        {
            IsBackground = true,
            Name = "standard input",
        }.Start();
        return ended.Task;
    }
}
