using JcmHub.Domain.Credits;

namespace JcmHub.Domain.Parties;

/// <summary>A limit on how a result may be shared, as a share of all its tonnes.</summary>
/// <param name="Share">The share.</param>
/// <param name="Methodologies">The methodologies that it is said of; empty for all.</param>
public sealed record ShareLimit(Fraction Share, IReadOnlyList<string> Methodologies)
{
    /// <summary>Whether it binds a project that applies these methodologies.</summary>
    public bool Binds(IEnumerable<string> methodologies) => Methodologies.Count == 0 || methodologies.Any(Methodologies.Contains);
}
