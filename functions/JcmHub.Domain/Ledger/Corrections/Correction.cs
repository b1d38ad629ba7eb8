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

    /// <summary>Revision: the authorisation from here on; absent where it is revoked.</summary>
    public Authorization? Authorization { get; init; }

    /// <summary>Block, release, revision and lapse: the units.</summary>
    public IReadOnlyList<SerialRange> Units { get; init; } = [];

    /// <summary>Block, release and revision: the record that tells the registry.</summary>
    public RecordId? Record { get; init; }

    /// <summary>Block, release and revision: the registry's own day of doing it.</summary>
    public DateOnly? AppliedOn { get; init; }

    /// <summary>Why the registry refused it, until it is sent again; its units stay held.</summary>
    public IReadOnlyList<string> RefusalCodes { get; init; } = [];

    /// <summary>Cancellation: the operation that carries it out.</summary>
    public string? Operation { get; init; }

    /// <summary>Cancellation: how often the registry refused it and both governments approved anew.</summary>
    public int Attempt { get; init; }

    /// <summary>Duty: what was offered toward it, in order.</summary>
    public IReadOnlyList<Replacement> Replacements { get; init; } = [];

    /// <summary>Duty: the registry's day on which the last owed tonne was replaced.</summary>
    public DateOnly? DischargedOn { get; init; }

    /// <summary>Duty: the tonnes that a registry has cancelled toward it.</summary>
    public long Replaced => Replacements.Where(each => each.AppliedOn is not null).Sum(each => each.Tonnes);

    /// <summary>Duty: the tonnes that nothing was offered for yet.</summary>
    public long Owed => Tonnes - Replacements.Sum(each => each.Tonnes);

    /// <summary>What its units bear while they wait for the registry's receipt; no operation's key begins so.</summary>
    public string Hold => $"correction.{Id}";

    /// <summary>
    /// Whether something is still to come of it: a government's approval, the registry's receipt, or replaced tonnes. What a cancellation in
    /// force still lacks is told by its operation.
    /// </summary>
    public bool IsOpen => InForceAt is null || Kind switch
    {
        CorrectionKind.CancelEquivalent or CorrectionKind.Lapse => false,
        CorrectionKind.ReplacementDuty => DischargedOn is null,
        _ => AppliedOn is null,
    };
}
