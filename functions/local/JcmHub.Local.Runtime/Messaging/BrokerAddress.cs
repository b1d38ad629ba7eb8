namespace JcmHub.Local.Runtime.Messaging;

/// <summary>What a connection string says: where the local broker listens and with which key to come.</summary>
internal sealed record BrokerAddress(string Host, int Port, string KeyName, string Key)
{
    const int DefaultPort = 5672;

    /// <exception cref="FormatException">The text is no connection string of Service Bus.</exception>
    /// <exception cref="NotSupportedException">It is for a namespace in Azure.</exception>
    public static BrokerAddress Parse(string connectionString)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        var parts = connectionString.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(part => part.Split('=', 2, StringSplitOptions.TrimEntries))
            .Where(part => part.Length == 2)
            .GroupBy(part => part[0], StringComparer.OrdinalIgnoreCase)
            .ToDictionary(part => part.Key, part => part.Last()[1], StringComparer.OrdinalIgnoreCase);
        if (!parts.TryGetValue("Endpoint", out var endpoint) || !Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) || uri.Host.Length == 0)
            throw new FormatException("The connection string has no 'Endpoint=sb://host'.");
        if (!parts.TryGetValue("UseDevelopmentEmulator", out var emulator) || !bool.TryParse(emulator, out var local) || !local)
            throw InAzure(uri.Host);
        if (!parts.TryGetValue("SharedAccessKeyName", out var name) || !parts.TryGetValue("SharedAccessKey", out var key))
            throw new FormatException("The connection string has no 'SharedAccessKeyName' and 'SharedAccessKey'.");
        return new BrokerAddress(uri.Host, uri.Port > 0 ? uri.Port : DefaultPort, name, key);
    }

    public static NotSupportedException InAzure(string host) => new(
        $"'{host}' is a Service Bus namespace in Azure. This is the local client, which reaches the local broker only (UseDevelopmentEmulator=true): "
        + "build with -p:FunctionsHost=Azure for the real one.");
}
