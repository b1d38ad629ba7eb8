namespace JcmHub.Cli.Demo;

/// <summary>The demo did not end as it should; the message is a sentence for whoever watches.</summary>
internal sealed class DemoException(string message, string? code = null) : Exception(message)
{
    /// <summary>The hub's code, where it refused something.</summary>
    public string? Code { get; } = code;
}
