using JcmHub.Domain.Methodologies.Files;

namespace JcmHub.Domain.Methodologies;

/// <summary>
/// One version of a methodology: parameters, units and formulas, read from <c>schemas/methodologies</c> and proved when
/// loaded (design D8). It is data; nothing about it is compiled in.
/// </summary>
public sealed class Methodology
{
    internal Methodology(MethodologyModel model) => Model = model;

    /// <summary>Such as <c>TH_AM001</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Such as <c>1.0</c>.</summary>
    public required string Version { get; init; }

    public MethodologyReference Reference => new(Id, Version);

    /// <summary><c>sha-256:</c> and the lower-case hexadecimal digest of the file's bytes; pinned in every computation.</summary>
    public required string ContentHash { get; init; }

    public required BilingualText Title { get; init; }

    public required MethodologyStatus Status { get; init; }

    /// <summary>The JCM's sectoral scope, 1 to 16.</summary>
    public required int SectoralScope { get; init; }

    /// <summary>Where the file as a whole comes from.</summary>
    public required Provenance Provenance { get; init; }

    /// <summary>The name of the set of global warming potentials that this version pins, such as <c>AR5-100</c>.</summary>
    public required string? GwpSet { get; init; }

    /// <summary>Which version of the partner's NDC the reference emissions rest on; null where the file does not say.</summary>
    public required string? NdcBasis { get; init; }

    public required IReadOnlyList<Parameter> Parameters { get; init; }

    /// <summary>The index sets, in the file's order.</summary>
    public IReadOnlyList<MemberSet> Sets =>
        [.. Model.Sets.Select(s => new MemberSet(s.Name, s.Title, s.Members == Language.SetMembers.Listed ? s.Listed : null, s.Members == Language.SetMembers.Years))];

    /// <summary>The flow parameters in which reference and project emissions are linear, as the file declares.</summary>
    public required IReadOnlyList<string> LinearIn { get; init; }

    /// <summary>What the engine evaluates.</summary>
    internal MethodologyModel Model { get; }

    /// <summary>Reads and proves a methodology file. Whatever the bytes are, the answer is a value.</summary>
    public static MethodologyLoad Load(ReadOnlySpan<byte> utf8) => MethodologyFile.Load(utf8);
}
