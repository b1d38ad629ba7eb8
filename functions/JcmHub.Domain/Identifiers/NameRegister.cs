namespace JcmHub.Domain.Identifiers;

/// <summary>
/// Names that must differ in more than their spelling, such as the points of a report. Holds hundreds of thousands: of a name in ASCII nothing is
/// kept but the name.
/// </summary>
public sealed class NameRegister
{
    private readonly HashSet<string> names = new(Folded.Instance);
    private Dictionary<string, string>? looks;

    /// <summary>Takes a name in.</summary>
    /// <returns>The other spelling under which it is there; null where it is new, or there in exactly this spelling.</returns>
    public NameConflict? Introduce(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (names.TryGetValue(name, out var same)) return same == name ? null : new(same, IsSame: true);
        var alike = Alike(name);
        names.Add(name);
        return alike is null ? null : new(alike, IsSame: false);
    }

    /// <summary>A name that looks like this one: of two such at least one is not of ASCII, and only these are kept by their looks.</summary>
    private string? Alike(string name)
    {
        if (System.Text.Ascii.IsValid(name)) return looks?.GetValueOrDefault(NameFolding.Fold(name));
        var looking = NameFolding.Looking(name);
        looks ??= new(StringComparer.Ordinal);
        if (!looks.TryAdd(looking, name)) return looks[looking];
        return names.TryGetValue(looking, out var plain) ? plain : null;
    }

    private sealed class Folded : IEqualityComparer<string>
    {
        public static Folded Instance { get; } = new();

        public bool Equals(string? one, string? other)
        {
            if (one is null || other is null || string.Equals(one, other, StringComparison.Ordinal)) return one == other;
            Span<char> first = stackalloc char[256];
            Span<char> second = stackalloc char[256];
            return NameFolding.Fold(one, first).SequenceEqual(NameFolding.Fold(other, second));
        }

        public int GetHashCode(string name)
        {
            Span<char> buffer = stackalloc char[256];
            return string.GetHashCode(NameFolding.Fold(name, buffer));
        }
    }
}
