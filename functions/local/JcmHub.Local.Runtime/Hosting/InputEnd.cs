using Microsoft.Extensions.Hosting;

namespace JcmHub.Local.Runtime.Hosting;

/// <summary>Stops the host when its standard input ends: the parent is gone, or asks for it without a signal.</summary>
internal sealed class InputEnd(IHostApplicationLifetime lifetime) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        // A thread of its own: a read of standard input cannot be cancelled, and the process ends without it.
        var reader = new Thread(() =>
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

            lifetime.StopApplication();
        })
        {
            IsBackground = true,
            Name = "standard input",
        };
        reader.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
