using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using JcmHub.Local.Stack;

namespace JcmHub.Local.Storage;

/// <summary>
/// Who has Azurite's directory open. Each Azurite leaves a note with a port that accepts while it lives and a token that
/// tells it from whoever gets that port after it (see azurite/storage.js). One that was left behind by a killed stack is
/// saving; it must be gone before the next one reads the files.
/// </summary>
internal static class AzuriteHolders
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // A holder says its token at once; who says nothing has only come by the port of one that is gone.
    private static readonly TimeSpan PatienceForToken = TimeSpan.FromSeconds(10);

    /// <exception cref="StackException">A holder is still there when patience ends.</exception>
    public static async Task WaitUntilGoneAsync(string data, TimeProvider time, CancellationToken cancellation)
    {
        var holders = Path.Combine(data, "holders");
        if (!Directory.Exists(holders))
            return;
        foreach (var note in Directory.EnumerateFiles(holders, "*.json"))
        {
            var holder = await ReadAsync(note, cancellation);
            if (holder is not null)
                await WaitUntilGoneAsync(holder, time, cancellation);
            File.Delete(note);
        }
    }

    private static async Task WaitUntilGoneAsync(Holder holder, TimeProvider time, CancellationToken cancellation)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, holder.Port, cancellation);
            using var reader = new StreamReader(client.GetStream());
            if (!await IsTheHolderAsync(reader, holder, time, cancellation))
                return;
            // The connection ends when the process does.
            await reader.ReadToEndAsync(cancellation).WaitAsync(Patience, time, cancellation);
        }
        catch (Exception fault) when (fault is SocketException or IOException)
        {
            // Nobody listens there any more, or the connection broke with the process.
        }
        catch (TimeoutException)
        {
            throw new StackException(
                $"The local storage (Azurite, process {holder.Process}) of an earlier run is still using its data directory after {Patience.TotalSeconds:0} seconds. " +
                "Wait until it has ended, or name another directory with --data DIR.");
        }
    }

    private static async Task<bool> IsTheHolderAsync(StreamReader reader, Holder holder, TimeProvider time, CancellationToken cancellation)
    {
        try
        {
            return await reader.ReadLineAsync(cancellation).AsTask().WaitAsync(PatienceForToken, time, cancellation) == holder.Token;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private static async Task<Holder?> ReadAsync(string note, CancellationToken cancellation)
    {
        try
        {
            return JsonSerializer.Deserialize<Holder>(await File.ReadAllTextAsync(note, cancellation), JsonSerializerOptions.Web);
        }
        catch (Exception fault) when (fault is JsonException or FileNotFoundException)
        {
            return null;
        }
    }

    private sealed record Holder(int Process, int Port, string Token);
}
