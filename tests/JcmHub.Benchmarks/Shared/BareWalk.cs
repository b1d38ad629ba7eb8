using System.Text.Json;

namespace JcmHub.Benchmarks.Shared;

/// <summary>The limit: a <see cref="Utf8JsonReader"/> that walks over every token and does nothing with it.</summary>
internal static class BareWalk
{
    public static void Of(byte[] document)
    {
        var reader = new Utf8JsonReader(document);
        while (reader.Read())
        {
        }
    }

    public static void OfFile(string file)
    {
        using var stream = new FileStream(file, new FileStreamOptions { BufferSize = 0, Options = FileOptions.SequentialScan });
        var buffer = new byte[128 * 1024];
        var length = 0;
        var state = new JsonReaderState();
        while (true)
        {
            var read = stream.Read(buffer.AsSpan(length));
            length += read;
            var reader = new Utf8JsonReader(buffer.AsSpan(0, length), read == 0, state);
            while (reader.Read())
            {
            }
            if (read == 0)
                return;
            state = reader.CurrentState;
            var consumed = (int)reader.BytesConsumed;
            buffer.AsSpan(consumed, length - consumed).CopyTo(buffer);
            length -= consumed;
        }
    }
}
