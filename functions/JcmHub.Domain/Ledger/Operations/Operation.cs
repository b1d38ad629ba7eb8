using JcmHub.Domain.Credits;
using JcmHub.Domain.Ledger.Accounts;
using JcmHub.Domain.Methodologies;

namespace JcmHub.Domain.Ledger.Operations;

/// <summary>An operation as facts with dates: asked for, reserved, sent, answered by the registry, done or refused.</summary>
public sealed record Operation
{
    /// <summary>What was asked for.</summary>
    public required OperationRequest Request { get; init; }

    /// <summary>The hash of the request, so that the same id with other content is told from the same operation.</summary>
    public required string InputHash { get; init; }

    /// <summary>Who asked.</summary>
    public required Author RequestedBy { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>The receiving account as it was known then.</summary>
    public required RegistryAccount To { get; init; }

    /// <summary>Its units: each range lies in one block. From the first part on nobody else may have them.</summary>
    public required IReadOnlyList<SerialRange> Units { get; init; }

    /// <summary>What is unsure about it, told to whoever asked.</summary>
    public IReadOnlyList<Finding> Warnings { get; init; } = [];

    /// <summary>Where it stands.</summary>
    public required OperationState State { get; init; }

    /// <summary>How many ranges of <see cref="Units"/> the present phase has done.</summary>
    public int Done { get; init; }

    /// <summary>How many parts, each a transaction of its own, it took so far (D4).</summary>
    public int Parts { get; init; }

    /// <summary>The record that tells the registry; none before all units are reserved.</summary>
    public RecordId? Record { get; init; }

    /// <summary>International transfer: the account of the host's registry into which the units leave.</summary>
    public string? OutAccount { get; init; }

    /// <summary>International transfer: the day on which the host approved it; its government's own request is its approval.</summary>
    public DateOnly? ApprovedOn { get; init; }

    /// <summary>International transfer: the records that ask the acquiring Party's registry to issue the linked units.</summary>
    public IReadOnlyList<RecordId> Issuances { get; init; } = [];

    /// <summary>The registry's own day of doing it.</summary>
    public DateOnly? AppliedOn { get; init; }

    /// <summary>When the receipt entered the ledger.</summary>
    public DateTimeOffset? ReceiptedAt { get; init; }

    /// <summary>Whether the registry did it; unknown before its receipt.</summary>
    public bool? IsApplied { get; init; }

    /// <summary>Why the registry refused.</summary>
    public IReadOnlyList<string> RefusalCodes { get; init; } = [];

    /// <summary>Whether parts are still to be written.</summary>
    public bool IsUnfinished => State is OperationState.Reserving or OperationState.Settling || (State == OperationState.Approving && ApprovedOn is not null);

    /// <summary>Whether its units are on their way out of the host's registry: asked for, approved, sent, or moved in part, and not refused.</summary>
    public bool IsGoingAbroad => Request.Kind == OperationKind.InternationalTransfer
        && (State is OperationState.Reserving or OperationState.Approving or OperationState.Pending || this is { State: OperationState.Settling, IsApplied: true });

    /// <summary>What its retirement is, once the registry did it; null of other operations.</summary>
    public UnitUse? Use => this is { IsApplied: true, AppliedOn: { } day, Request: { Purpose: { } purpose, UseYear: { } year } } ? new UnitUse(purpose, year, day) : null;

    /// <summary>
    /// Whether it is the first transfer of units: they are authorised for other purposes, their host counts use or cancellation, and that is what it is.
    /// What replaces tonnes or carries out a correction is cancelled for nobody's purpose.
    /// </summary>
    public bool IsFirstTransferOf(UnitBlock block) => IsApplied == true
        && block is { Authorization: not null, FirstTransferredOn: null, Oimp.FirstTransfer: OimpFirstTransfer.UseOrCancellation }
        && Request is { Purpose: UsePurpose.Oimp } or { Kind: OperationKind.Cancellation, Duty: null, Correction: null };

    /// <summary>The units that are not reserved yet although they are this operation's.</summary>
    public IEnumerable<SerialRange> Planned => State == OperationState.Reserving ? Units.Skip(Done) : [];
}
