using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Methodologies;

/// <summary>One parameter of a methodology, as its file states it.</summary>
public sealed record Parameter
{
    public required string Name { get; init; }

    public required BilingualText Title { get; init; }

    public required ParameterKind Kind { get; init; }

    public required Unit Unit { get; init; }

    /// <summary>
    /// The index sets that it has a value for each member of; in readings the first is the <c>point</c>, further ones
    /// are given by name under <c>index</c>, and a set of years follows from the reading's dates.
    /// </summary>
    public IReadOnlyList<string> IndexedBy { get; init; } = [];

    public Measure Measure { get; init; }

    /// <summary>Whether the readings of a point must cover the monitoring period without a gap.</summary>
    public bool Continuous { get; init; }

    public VintageRule VintageRule { get; init; }

    /// <summary>The admissible monitoring options: A public data, B invoices, C measurement. Empty where any will do.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>No single reading or value may be below it.</summary>
    public Rational? Minimum { get; init; }

    /// <summary>No single reading or value may be above it.</summary>
    public Rational? Maximum { get; init; }

    /// <summary>What is computed with where a member has no value, and null where that is an error.</summary>
    public Rational? WhenAbsent { get; init; }

    /// <summary>The name of the case that the project's file decides, for <see cref="ParameterKind.ByCase"/>.</summary>
    public string? Case { get; init; }

    /// <summary>Whether it takes the project's installed capacity rather than an entry of its own.</summary>
    public bool TakesCapacity { get; init; }

    /// <summary>
    /// Values in the file: by case, by listed member (joined with <c>|</c> where there are several sets), by both
    /// (<c>case|member</c>), or under the empty name where there is one.
    /// </summary>
    public IReadOnlyDictionary<string, Rational> Values { get; init; } = new Dictionary<string, Rational>();

    /// <summary>Where <see cref="Values"/> come from.</summary>
    public Provenance? Provenance { get; init; }

    internal string LeastText => Minimum?.ToString() ?? "−∞";

    internal string MostText => Maximum?.ToString() ?? "∞";

    internal Plausibility? Plausibility { get; init; }

    internal int Slot { get; init; }

    internal IReadOnlyList<Language.IndexSet> Sets { get; init; } = [];

    /// <summary>Whether the file lists all members of its index sets, so that it can state a value for each.</summary>
    internal bool ListsMembers => Sets.Count > 0 && Sets.All(s => s.Members == Language.SetMembers.Listed);

    internal bool Admits(Rational value) => (Minimum is not { } least || value >= least) && (Maximum is not { } most || value <= most);

    internal bool IsReported => Kind is ParameterKind.Monitored or ParameterKind.History;
}
