namespace JcmHub.Local.Registries;

/// <summary>How a simulated registry misbehaves, as told by <c>PUT /simulation/registries/{party}/faults</c>; <c>{}</c> ends it.</summary>
public sealed record RegistryFaults
{
    /// <summary>Behaves.</summary>
    public static readonly RegistryFaults None = new();

    /// <summary>Milliseconds to wait before a record is looked at or a snapshot is given.</summary>
    public int Slow { get; init; }

    /// <summary>Breaks the connection before a record is looked at or a snapshot is given, as a dead host does.</summary>
    public bool Down { get; init; }

    /// <summary>Answers with this status (429, 500, 503, …) without looking at the record.</summary>
    public int? Status { get; init; }

    /// <summary>Seconds for the header Retry-After beside <see cref="Status"/>.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>Acts on the record as if the network had delivered it twice, and gives the second answer.</summary>
    public bool Duplicate { get; init; }

    /// <summary>Applies and stores the record, then breaks the connection in place of an answer.</summary>
    public bool LoseAnswer { get; init; }

    /// <summary>Refuses the record for good with this code, signed, in place of applying it.</summary>
    public string? Refuse { get; init; }

    /// <summary>Signs a receipt that is for another record.</summary>
    public bool WrongReceipt { get; init; }

    /// <summary>Gives a signature that is not over the receipt's bytes.</summary>
    public bool WrongSignature { get; init; }

    /// <summary>Signs with a key that nobody knows.</summary>
    public bool UnknownSender { get; init; }

    /// <summary>For how many records this holds; null until it is told otherwise.</summary>
    public int? Times { get; init; }
}
