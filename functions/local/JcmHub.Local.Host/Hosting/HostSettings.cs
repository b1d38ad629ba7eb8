using System.ComponentModel;
using System.Globalization;
using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace JcmHub.Local.Host.Hosting;

/// <summary>
/// What host.json says, with the real host's defaults where it says nothing. Any of it can be set by an environment variable
/// too, as in Azure: <c>AzureFunctionsJobHost__extensions__http__routePrefix</c>.
/// </summary>
internal sealed record HostSettings
{
    private const string Version = "2.0";
    private const string EnvironmentPrefix = "AzureFunctionsJobHost__";

    public string RoutePrefix { get; private init; } = "api";

    /// <summary>How long a function may take; <see cref="Timeout.InfiniteTimeSpan"/> for <c>-1</c>.</summary>
    public TimeSpan FunctionTimeout { get; private init; } = TimeSpan.FromMinutes(30);

    /// <summary>Level by category; <c>default</c> for all others.</summary>
    public IReadOnlyDictionary<string, LogLevel> LogLevels { get; private init; } = new Dictionary<string, LogLevel>();

    public int PrefetchCount { get; private init; }

    public int MaxConcurrentCalls { get; private init; } = 16;

    public bool AutoCompleteMessages { get; private init; } = true;

    public TimeSpan MaxAutoLockRenewalDuration { get; private init; } = TimeSpan.FromMinutes(5);

    public ServiceBusRetryOptions ClientRetry { get; private init; } = new();

    /// <exception cref="InvalidDataException">The file is not JSON, has another version, or a value that is none; the message names it.</exception>
    public static HostSettings Load(string file)
    {
        IConfigurationRoot host;
        try
        {
            host = new ConfigurationBuilder().AddJsonFile(file, optional: true).AddEnvironmentVariables(EnvironmentPrefix).Build();
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{file} is no JSON: {e.InnerException?.Message ?? e.Message}", e);
        }

        if (File.Exists(file) && host["version"] != Version)
            throw new InvalidDataException($"{file}: 'version' must be \"{Version}\".");

        var defaults = new HostSettings();
        var read = new Reader(file, host);
        return new HostSettings
        {
            RoutePrefix = (host["extensions:http:routePrefix"] ?? defaults.RoutePrefix).Trim('/'),
            FunctionTimeout = host["functionTimeout"] == "-1" ? Timeout.InfiniteTimeSpan : read.Value("functionTimeout", defaults.FunctionTimeout),
            LogLevels = host.GetSection("logging:logLevel").GetChildren()
                .ToDictionary(level => level.Key, level => read.Value($"logging:logLevel:{level.Key}", LogLevel.Information)),
            PrefetchCount = read.Value("extensions:serviceBus:prefetchCount", defaults.PrefetchCount),
            MaxConcurrentCalls = read.Value("extensions:serviceBus:maxConcurrentCalls", defaults.MaxConcurrentCalls),
            AutoCompleteMessages = read.Value("extensions:serviceBus:autoCompleteMessages", defaults.AutoCompleteMessages),
            MaxAutoLockRenewalDuration = read.Value("extensions:serviceBus:maxAutoLockRenewalDuration", defaults.MaxAutoLockRenewalDuration),
            ClientRetry = read.ClientRetry("extensions:serviceBus:clientRetryOptions"),
        };
    }

    private sealed class Reader(string file, IConfiguration host)
    {
        public T Value<T>(string key, T otherwise)
        {
            if (host[key] is not { } text) return otherwise;
            try
            {
                return (T)TypeDescriptor.GetConverter(typeof(T)).ConvertFromString(null, CultureInfo.InvariantCulture, text)!;
            }
            catch (Exception e) when (e is FormatException or ArgumentException or NotSupportedException)
            {
                throw new InvalidDataException($"{file}: '{key.Replace(':', '.')}' is '{text}', which is no {typeof(T).Name}.", e);
            }
        }

        public ServiceBusRetryOptions ClientRetry(string key)
        {
            var retry = new ServiceBusRetryOptions();
            retry.Mode = Value($"{key}:mode", retry.Mode);
            retry.MaxRetries = Value($"{key}:maxRetries", retry.MaxRetries);
            retry.Delay = Value($"{key}:delay", retry.Delay);
            retry.MaxDelay = Value($"{key}:maxDelay", retry.MaxDelay);
            retry.TryTimeout = Value($"{key}:tryTimeout", retry.TryTimeout);
            return retry;
        }
    }
}
