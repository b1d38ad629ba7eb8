using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace JcmHub.Local.Host.Hosting;

/// <summary>What trigger attributes look up in the app's configuration.</summary>
internal sealed partial class AppSettings(IConfiguration configuration)
{
    /// <summary>The text with each <c>%Name%</c> replaced by that setting.</summary>
    /// <exception cref="InvalidOperationException">There is no such setting.</exception>
    public string Resolve(string text) => Placeholder().Replace(text, match => configuration[match.Groups[1].Value]
        ?? throw new InvalidOperationException($"There is no setting '{match.Groups[1].Value}' for '{text}'."));

    /// <summary>The connection string of a trigger's <c>Connection</c>, under the names that the real host looks at.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public string Connection(string? name)
    {
        name = string.IsNullOrEmpty(name) ? "ServiceBus" : Resolve(name);
        if (configuration[$"{name}:fullyQualifiedNamespace"] is { } azure)
            throw new InvalidOperationException($"'{name}' names {azure}: this host pulls queues by a connection string only, not by an identity.");
        return configuration[$"AzureWebJobs{name}"] ?? configuration.GetConnectionString(name) ?? configuration[name]
            ?? throw new InvalidOperationException($"There is no setting '{name}' with the connection string of the queues.");
    }

    [GeneratedRegex("%([^%]+)%")]
    private static partial Regex Placeholder();
}
