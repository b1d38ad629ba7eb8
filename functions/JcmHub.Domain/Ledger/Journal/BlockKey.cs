using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using JcmHub.Domain.Parties;

namespace JcmHub.Domain.Ledger.Journal;

/// <summary>
/// A block as one entry left it: its registry, its last unit, and the number of that entry. An entry names so the blocks that it
/// replaces, and the history of a unit is read by going from entry to entry. Written <c>TH.2017.3</c>.
/// </summary>
public readonly record struct BlockKey(PartyId Registry, long Last, long Entry)
{
    /// <summary>The key of a block.</summary>
    public static BlockKey Of(UnitBlock block) => new(block.Registry, block.Units.Last, block.Entry);

    /// <summary>Reads <c>TH.2017.3</c>.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out BlockKey key)
    {
        key = default;
        if (text?.Split('.') is not [var registry, var last, var entry]
            || !PartyId.TryParse(registry, out var party)
            || !long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var unit)
            || !long.TryParse(entry, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return false;
        key = new BlockKey(party, unit, number);
        return true;
    }

    /// <summary>Reads <c>TH.2017.3</c>.</summary>
    /// <exception cref="FormatException">The text is no such key.</exception>
    public static BlockKey Parse(string text) =>
        TryParse(text, out var key) ? key : throw new FormatException($"\"{text}\" is not a block of a journal, such as TH.2017.3.");

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Registry}.{Last}.{Entry}");
}
