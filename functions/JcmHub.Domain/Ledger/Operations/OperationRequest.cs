using JcmHub.Domain.Calendar;
using JcmHub.Domain.Parties;
using JcmHub.Domain.Projects;

namespace JcmHub.Domain.Ledger.Operations;

/// <summary>What a registry asks for.</summary>
/// <param name="Id">The caller's own id; the same id again is the same operation.</param>
/// <param name="Kind">What is to happen.</param>
/// <param name="Host">In whose ledger the units are.</param>
/// <param name="Registry">The Party whose registry holds them: the caller's.</param>
/// <param name="Project">The one project whose units move.</param>
/// <param name="FromAccount">The account that gives them up.</param>
/// <param name="ToAccount">The account that receives them.</param>
/// <param name="Tonnes">How many; positive.</param>
public sealed record OperationRequest(
    string Id, OperationKind Kind, PartyId Host, PartyId Registry, ProjectId Project, string FromAccount, string ToAccount, long Tonnes)
{
    /// <summary>The id that is unique in the host's ledger: two registries may use the same one.</summary>
    public string Key => $"{Registry}.{Id}";

    /// <summary>Only units of this year; any where absent.</summary>
    public Vintage? Vintage { get; init; }

    /// <summary>Exactly these units, by the hub's numbers; where empty, whole free blocks of the account, lowest first, and of the last one the tail (D10).</summary>
    public IReadOnlyList<SerialRange> Units { get; init; } = [];

    /// <summary>International transfer: the Party in whose registry the receiving account is.</summary>
    public PartyId? AcquiringParty { get; init; }

    /// <summary>Retirement: toward what.</summary>
    public UsePurpose? Purpose { get; init; }

    /// <summary>Retirement: the calendar year of use.</summary>
    public int? UseYear { get; init; }

    /// <summary>Cancellation: the duty to replace toward which the units are offered.</summary>
    public string? Duty { get; init; }

    /// <summary>Cancellation: the correction of both governments that it carries out; nobody uses what it cancels.</summary>
    public string? Correction { get; init; }

    /// <summary>Why, in the caller's words.</summary>
    public string? Reason { get; init; }
}
