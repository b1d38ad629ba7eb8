using JcmHub.Domain.Calendar;
using JcmHub.Domain.Credits;
using JcmHub.Domain.Parties;
using JcmHub.Domain.Projects;

namespace JcmHub.Domain.Ledger;

/// <summary>
/// Consecutive units in one account of one registry. <see cref="Units"/> are the hub's own numbers, internal keys that name
/// a tonne once whatever registry holds it: in flow A the host's block and Japan's linked block bear the same numbers (D9).
/// </summary>
public sealed record UnitBlock
{
    /// <summary>The Party whose registry holds the block.</summary>
    public required PartyId Registry { get; init; }

    /// <summary>The hub's numbers.</summary>
    public required SerialRange Units { get; init; }

    /// <summary>The project that reduced the emissions.</summary>
    public required ProjectId Project { get; init; }

    /// <summary>The calendar year of the reduction.</summary>
    public required Vintage Vintage { get; init; }

    /// <summary>The account's number in that registry.</summary>
    public required string Account { get; init; }

    /// <summary>The account's kind.</summary>
    public required AccountType AccountType { get; init; }

    /// <summary>For whom it is held.</summary>
    public required string Holder { get; init; }

    /// <summary>The decision that allocated it.</summary>
    public required string Decision { get; init; }

    /// <summary>Where it stands.</summary>
    public required UnitState State { get; init; }

    /// <summary>The journal entry that left it as it is; set by <see cref="LedgerEntry"/>.</summary>
    public long Entry { get; init; }

    /// <summary>The registry's own numbers, from its receipt; as many as <see cref="Units"/>.</summary>
    public SerialRange? RegistrySerials { get; init; }

    /// <summary>Flow A, in Japan's registry: the host registry's own numbers of the units that these stand for.</summary>
    public SerialRange? LinkedSerials { get; init; }

    /// <summary>Under which authorisation the units may be used, if any.</summary>
    public string? Authorization { get; init; }

    /// <summary>Of units authorised for other purposes than NDCs: what makes their first transfer; absent where only an international transfer does.</summary>
    public OimpTerms? Oimp { get; init; }

    /// <summary>
    /// The operation that waits for the registry's receipt about these units, if any; no other may touch them meanwhile. Of retired and
    /// cancelled units, the one by which they came to their end.
    /// </summary>
    public string? Operation { get; init; }

    /// <summary>The account to which that operation moves reserved units within their registry: they come there, or stay where they are.</summary>
    public string? MovesTo { get; init; }

    /// <summary>Of units retired since the hub keeps it: toward what, for which year, and when.</summary>
    public UnitUse? Use { get; init; }

    /// <summary>The day of first transfer, by whichever definition; absent while they were never first transferred.</summary>
    public DateOnly? FirstTransferredOn { get; init; }

    /// <summary>
    /// The account in which GX-ETS was last told that it can take these units; absent where it was not told, or that it no longer can.
    /// So it is told once of each unit, and again only after it was told the contrary.
    /// </summary>
    public string? ListedIn { get; init; }

    /// <summary>
    /// The number of the record in the host's stream to GX-ETS that told it; absent with <see cref="ListedIn"/>, and in blocks of before this was
    /// kept. Of two records that announced a unit, this one counts.
    /// </summary>
    public long? ListedBy { get; init; }

    /// <summary>Whether this leg counts as held in its registry.</summary>
    public bool IsLive => State is UnitState.Live or UnitState.Leaving or UnitState.Reserved or UnitState.Blocked;

    /// <summary>The block under an authorisation, or under none.</summary>
    public UnitBlock Under(Authorization? authorization) => this with { Authorization = authorization?.AuthorizationId, Oimp = authorization?.Oimp };

    /// <summary>
    /// Splits into head and tail; both inherit everything, also "not yet first transferred", and their part of the registry's numbers.
    /// </summary>
    public (UnitBlock Head, UnitBlock Tail) Split(long tailCount)
    {
        var (head, tail) = Units.Split(tailCount);
        var (registryHead, registryTail) = SplitNumbers(RegistrySerials, tailCount);
        var (linkedHead, linkedTail) = SplitNumbers(LinkedSerials, tailCount);
        return (
            this with { Units = head, RegistrySerials = registryHead, LinkedSerials = linkedHead },
            this with { Units = tail, RegistrySerials = registryTail, LinkedSerials = linkedTail });
    }

    private static (SerialRange? Head, SerialRange? Tail) SplitNumbers(SerialRange? numbers, long tailCount)
    {
        if (numbers is not { } range)
            return (null, null);
        var (head, tail) = range.Split(tailCount);
        return (head, tail);
    }
}
