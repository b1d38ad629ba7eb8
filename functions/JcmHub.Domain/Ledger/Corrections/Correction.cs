using JcmHub.Domain.Credits;
using JcmHub.Domain.Parties;

namespace JcmHub.Domain.Ledger.Corrections;

/// <summary>
/// A correction of issued units: a decision of both governments on the same content hash. What was first transferred stays as it is,
/// unless the authorisation's own terms say otherwise; then equivalent units are cancelled or replaced, and history is not rewritten.
/// </summary>
public sealed record Correction
{
    /// <summary>Its id, given by the Joint Committee.</summary>
    public required string Id { get; init; }

    /// <summary>What is to happen.</summary>
    public required CorrectionKind Kind { get; init; }

    /// <summary>Why.</summary>
    public required CorrectionReason Reason { get; init; }

    /// <summary>Why, in words.</summary>
    public required string Explanation { get; init; }

    /// <summary>The host Party.</summary>
    public required PartyId Host { get; init; }

    /// <summary>The decision whose units it is about.</summary>
    public required string Decision { get; init; }

    /// <summary>How many tonnes.</summary>
    public required long Tonnes { get; init; }

    /// <summary>The registry that holds the units.</summary>
    public required PartyId Registry { get; init; }

    /// <summary>The day of the decision.</summary>
    public required DateOnly DecidedOn { get; init; }

    /// <summary>Cancellation: the account that gives the units.</summary>
    public string? FromAccount { get; init; }

    /// <summary>Cancellation: the registry's cancellation account.</summary>
    public string? ToAccount { get; init; }

    /// <summary>Duty: who has to replace.</summary>
    public string? Obliged { get; init; }

    /// <summary>Duty: by when.</summary>
    public DateOnly? ReplaceBy { get; init; }

    /// <summary>The hash of what is approved.</summary>
    public required string ContentHash { get; init; }

    /// <summary>When each side approved this content. Another content voids both.</summary>
    public IReadOnlyDictionary<Side, DateTimeOffset> Approvals { get; init; } = new Dictionary<Side, DateTimeOffset>();

    /// <summary>When it came into force.</summary>
    public DateTimeOffset? InForceAt { get; init; }

    /// <summary>Block and release: the units.</summary>
    public IReadOnlyList<SerialRange> Units { get; init; } = [];

    /// <summary>Cancellation: the operation that carries it out.</summary>
    public string? Operation { get; init; }
}
