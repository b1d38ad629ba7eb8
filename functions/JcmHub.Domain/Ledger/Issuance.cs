using JcmHub.Domain.Adjustments;
using JcmHub.Domain.Credits;
using JcmHub.Domain.Parties;

namespace JcmHub.Domain.Ledger;

/// <summary>
/// What a decision in force does with one project, as facts with dates (D9): notified, issued by each registry, transfer approved,
/// first transferred, adjusted. Notified, issued, authorised and transferred are separate facts.
/// </summary>
public sealed record Issuance
{
    /// <summary>
    /// A record concerns at most so many blocks, so that booking its receipt fits one transaction of 90 rows (D4). A block issued short takes
    /// two rows and one for its registry numbers, one that changes registries a row in both; each vintage takes an adjustment and its record.
    /// </summary>
    public const int MostBlocksOfARecord = LedgerEntry.MostRows / 5;

    /// <summary>The decision.</summary>
    public required Decision Decision { get; init; }

    /// <summary>The verified report that it is about.</summary>
    public required string ReportId { get; init; }

    /// <summary>Who issues first; known once the decision is in force.</summary>
    public IssuanceFlow? Flow { get; init; }

    /// <summary>When the amounts were notified to each side: the decision came into force.</summary>
    public DateTimeOffset? NotifiedAt { get; init; }

    /// <summary>The allocation, with its unit numbers.</summary>
    public IReadOnlyList<IssuanceLine> Lines { get; init; } = [];

    /// <summary>The day on which each side's registry had issued all that it was asked for, by its receipts; of some it may have issued less than notified.</summary>
    public IReadOnlyDictionary<Side, DateOnly> IssuedOn { get; init; } = new Dictionary<Side, DateOnly>();

    /// <summary>The day on which both governments decided last that what a side's registry had not issued lapses.</summary>
    public IReadOnlyDictionary<Side, DateOnly> LapsedOn { get; init; } = new Dictionary<Side, DateOnly>();

    /// <summary>The day on which the government of a partner without a registry acknowledged its notified amount.</summary>
    public DateOnly? AcknowledgedOn { get; init; }

    /// <summary>Flow A: the day on which the host first approved an international transfer.</summary>
    public DateOnly? TransferApprovedOn { get; init; }

    /// <summary>The day of the first first transfer of its units, by whichever definition.</summary>
    public DateOnly? FirstTransferredOn { get; init; }

    /// <summary>Every record that it caused.</summary>
    public IReadOnlyList<AnnouncedRecord> Records { get; init; } = [];

    /// <summary>The adjustments that its first transfer obliged.</summary>
    public IReadOnlyList<CorrespondingAdjustment> Adjustments { get; init; } = [];

    /// <summary>Authorisations of its units that came after the decision, in order.</summary>
    public IReadOnlyList<Authorization> LaterAuthorizations { get; init; } = [];

    /// <summary>Every authorisation of its units, in order.</summary>
    public IEnumerable<Authorization> AllAuthorizations => Decision.Authorization is { } first ? LaterAuthorizations.Prepend(first) : LaterAuthorizations;

    /// <summary>The authorisation under which units stand; null where they are not authorised.</summary>
    public Authorization? AuthorizationOf(UnitBlock block) =>
        block.Authorization is { } id ? AllAuthorizations.Single(authorization => authorization.AuthorizationId == id) : null;

    /// <summary>The record whose receipt made a block's units live in its registry: of units that it did not issue at first, the last that asked for them.</summary>
    public AnnouncedRecord IssuedBy(UnitBlock block) => Records.Last(record =>
        record is { Kind: RecordKind.Issuance, State: RecordState.Receipted } && record.Id.Destination == block.Registry
        && record.Units.Any(units => units.Contains(block.Units)));

    /// <summary>Whether both governments approved the same content.</summary>
    public bool IsInForce => NotifiedAt is not null;

    /// <summary>The unit numbers of the whole issuance; null before it is in force.</summary>
    public SerialRange? Units => Lines.Count == 0 ? null : new SerialRange(Lines[0].Units.First, Lines[^1].Units.Last);

    /// <summary>
    /// Whether a registry has issued, in whole or in part, what each of its records asked for; a record that it refused counts once it was sent anew
    /// and applied, or is closed. What is asked for as a rest is not waited for.
    /// </summary>
    public bool IsIssuedBy(PartyId registry)
    {
        var asked = Records.Where(record => record is { Kind: RecordKind.Issuance, Operation: null, IsRest: false } && record.Id.Destination == registry)
            .GroupBy(record => record.Units[0]).ToArray();
        return asked.Length > 0 && asked.All(records => records.Any(record => record.State == RecordState.Receipted || record.IsClosed));
    }

    /// <summary>The issuance with one of its adjustments as it is now.</summary>
    public Issuance With(CorrespondingAdjustment adjustment) =>
        this with { Adjustments = [.. Adjustments.Select(each => each.Id == adjustment.Id ? adjustment : each)] };

    internal Issuance With(Side side, DateOnly issuedOn) =>
        this with { IssuedOn = new Dictionary<Side, DateOnly>(IssuedOn) { [side] = issuedOn } };
}
