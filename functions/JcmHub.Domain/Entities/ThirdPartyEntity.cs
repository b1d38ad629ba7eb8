using JcmHub.Domain.Parties;

namespace JcmHub.Domain.Entities;

/// <summary>A third-party entity with its designations, as in <c>schemas/entities</c>.</summary>
/// <param name="Id">Such as <c>TPE-BD-002</c>.</param>
/// <param name="Designations">Those that a source gives; where none is given for a country and role, nothing is known.</param>
public sealed record ThirdPartyEntity(string Id, IReadOnlyList<DatedRule<Designation>> Designations)
{
    /// <summary>
    /// Whether the entity is designated for a country, a role and a sectoral scope on a day, with the designation that says so.
    /// Where designations for the country and role are known and none fits the day and scope, it is not.
    /// </summary>
    public (Agreement IsDesignated, DatedRule<Designation>? Because) For(PartyId party, EntityRole role, int scope, DateOnly day)
    {
        var known = Designations.Where(rule => rule.Value.Party == party && rule.Value.Role == role).ToArray();
        if (known.Length == 0)
            return (Agreement.Unknown, null);
        return known.FirstOrDefault(rule => rule.InForceOn(day) && rule.Value.Scopes.Contains(scope)) is { } fitting
            ? (Agreement.Yes, fitting)
            : (Agreement.No, known.FirstOrDefault(rule => !rule.IsSure) ?? known[0]);
    }
}
