using JcmHub.Domain.Parties;

namespace JcmHub.Domain.Entities;

/// <summary>A Joint Committee's designation of a third-party entity.</summary>
/// <param name="Party">For projects in this country.</param>
/// <param name="Role">For validation or for verification.</param>
/// <param name="Scopes">In these sectoral scopes, 1 to 16.</param>
public sealed record Designation(PartyId Party, EntityRole Role, IReadOnlyList<int> Scopes);
