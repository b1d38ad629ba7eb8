using System.Security.Cryptography;

namespace JcmHub.Local.Broker;

/// <summary>What a broker needs to know at its start.</summary>
public sealed record BrokerOptions
{
    /// <summary>The SQLite file that holds the messages; created when absent. One broker at a time may have it open.</summary>
    public required string DatabaseFile { get; init; }

    /// <summary>The queues to serve. Messages of a queue that is no longer declared stay in the file, unserved.</summary>
    public required IReadOnlyList<QueueDeclaration> Queues { get; init; }

    /// <summary>TCP port on 127.0.0.1 and ::1; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Name of the one shared access policy; it may send, listen and manage.</summary>
    public string SharedAccessKeyName { get; init; } = "RootManageSharedAccessKey";

    /// <summary>Its key, as text. The default is random: give one when clients outlive the broker's process.</summary>
    public string SharedAccessKey { get; init; } = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    /// <summary>The clock of locks, schedules, times to live and tokens.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>A peer that sends nothing for twice this long is taken for gone. Measured on the machine's own clock.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Told, one line each, why a connection, session or link was ended by the broker. Never a token or payload.</summary>
    public Action<string>? Log { get; init; }
}
