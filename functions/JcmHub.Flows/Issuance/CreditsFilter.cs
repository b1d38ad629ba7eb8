using JcmHub.Domain.Ledger;

namespace JcmHub.Flows.Issuance;

/// <summary>Which blocks are asked for; what is absent does not matter.</summary>
/// <param name="Project">A project's reference number.</param>
/// <param name="Vintage">A calendar year.</param>
/// <param name="Registry">A registry's Party.</param>
/// <param name="Account">An account's number.</param>
/// <param name="State">A state, in kebab case.</param>
public sealed record CreditsFilter(string? Project, string? Vintage, string? Registry, string? Account, string? State)
{
    /// <summary>Whether a block is asked for.</summary>
    internal bool Takes(UnitBlock block) =>
        (Project is null || block.Project.ToString() == Project)
        && (Vintage is null || block.Vintage.ToString() == Vintage)
        && (Registry is null || block.Registry.Code == Registry)
        && (Account is null || block.Account == Account)
        && (State is null || System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(block.State.ToString()) == State);
}
