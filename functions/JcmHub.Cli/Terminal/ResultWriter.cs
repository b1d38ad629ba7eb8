using System.Text.Encodings.Web;
using System.Text.Json;

namespace JcmHub.Cli.Terminal;

/// <summary>Standard output: for a program one JSON document and nothing else, for a person text.</summary>
/// <param name="json">Whether a program reads.</param>
internal sealed class ResultWriter(bool json)
{
    // Not for a web page, so no character needs to hide from one.
    private static readonly JsonSerializerOptions s_options =
        new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private bool _written;

    /// <summary>Writes the result.</summary>
    /// <param name="document">For a program; only the first one is written.</param>
    /// <param name="text">For a person.</param>
    public void Write(object document, Action text)
    {
        if (!json)
            text();
        else if (!_written)
            Console.Out.WriteLine(JsonSerializer.Serialize(document, s_options));
        _written = true;
    }
}
