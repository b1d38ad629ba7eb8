using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;
using JcmHub.Domain.Projects;

namespace JcmHub.Flows.Issuance;

/// <summary>Which blocks are asked for; what is absent does not matter.</summary>
/// <param name="Project">A project's reference number.</param>
/// <param name="Vintage">A calendar year.</param>
/// <param name="Registry">A registry's Party.</param>
/// <param name="Account">An account's number.</param>
/// <param name="State">A state, in kebab case.</param>
public sealed record CreditsFilter(string? Project, string? Vintage, string? Registry, string? Account, string? State)
{
    private static readonly HashSet<string> States = Enum.GetValues<UnitState>().Select(JsonWords.Kebab).ToHashSet();

    /// <summary>Whether it names units by what their issuance fixed.</summary>
    internal bool NamesUnits => Project is not null || Vintage is not null;

    /// <summary>The part that no block can ever have, so that a slip of the pen is not answered with "nothing"; null where all can be.</summary>
    internal string? Unreadable =>
        Project is not null && !ProjectId.TryParse(Project, out _) ? "project"
        : Vintage is not null && !(Vintage.Length == 4 && Vintage.All(char.IsAsciiDigit)) ? "vintage"
        : Registry is not null && !PartyId.TryParse(Registry, out _) ? "registry"
        : State is not null && !States.Contains(State) ? "state"
        : null;

    /// <summary>What tells the pages of one walk from those of another: the host and the filter, as a short hash.</summary>
    internal string WalkOf(PartyId host) => Walk.Of(host.Code, Project, Vintage, Registry, Account, State);

    /// <summary>Whether a block is asked for.</summary>
    internal bool Takes(UnitBlock block) =>
        (Project is null || block.Project.ToString() == Project)
        && (Vintage is null || block.Vintage.ToString() == Vintage)
        && (Registry is null || block.Registry.Code == Registry)
        && (Account is null || block.Account == Account)
        && (State is null || JsonWords.Kebab(block.State) == State);
}
