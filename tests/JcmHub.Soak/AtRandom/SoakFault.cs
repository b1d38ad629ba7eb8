namespace JcmHub.Soak.AtRandom;

#pragma warning disable CA1032, CA1064 // Thrown and caught by the soak only.
/// <summary>The hub did something that it must not do, or did not do what it must.</summary>
/// <param name="what">What.</param>
/// <param name="about">Hosts, decisions, records or units that it is about: the story is told of the steps that name one of them.</param>
internal sealed class SoakFault(string what, params IEnumerable<string> about) : Exception(what)
{
    public IReadOnlyList<string> About { get; } = [.. about];
}
#pragma warning restore CA1032, CA1064
