using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Methodologies.Language;

/// <summary>A name with a unit that an expression may use: a parameter, a formula or something given, such as <c>days</c>.</summary>
/// <param name="Slot">Its place in the evaluation's table of values.</param>
internal sealed record Variable(string Name, Unit Unit, IReadOnlyList<IndexSet> Sets, int Slot);

/// <summary>Where the members of an index set come from.</summary>
internal enum SetMembers
{
    /// <summary>The points that report a reading in the vintage.</summary>
    FromReadings,

    /// <summary>Listed in the methodology file.</summary>
    Listed,

    /// <summary>The years from the first in the history to the vintage.</summary>
    Years,
}

internal sealed record IndexSet(string Name, BilingualText Title, SetMembers Members, IReadOnlyList<string> Listed, int Slot);

/// <summary>A look-up by band: the first value whose band holds the key.</summary>
internal sealed record BandTable(string Name, Unit KeyUnit, Unit Unit, IReadOnlyList<Band> Bands);

/// <summary>From inclusive, to exclusive; null for open.</summary>
internal sealed record Band(Rational? From, Rational? To, Rational Value)
{
    public bool Holds(Rational key) => (From is null || From <= key) && (To is null || key < To);
}

/// <summary>What the names in an expression mean.</summary>
internal sealed class Vocabulary
{
    public Dictionary<string, Variable> Variables { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, IndexSet> Sets { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, BandTable> Tables { get; } = new(StringComparer.Ordinal);

    public UnitConversions Conversions { get; } = new();

    /// <summary>The symbols that the file declares; others in an expression are a slip of the pen.</summary>
    public HashSet<string> Symbols { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether the file states the decimals to which <c>exp</c> and non-integer powers round.</summary>
    public bool StatesRounding { get; set; }
}
