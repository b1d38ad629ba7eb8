using System.Runtime.InteropServices;

namespace JcmHub.Domain.Identifiers;

/// <summary>
/// Names that must differ in more than their spelling, such as the points of a report. Holds hundreds of thousands: nothing is kept but the names
/// themselves, and what those look like that are written in letters which look like others.
/// </summary>
public sealed class NameRegister
{
    private readonly HashSet<string> introduced = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> names = new(Folded.Instance);
    private Dictionary<string, string>? looks;

    /// <summary>Takes a name in.</summary>
    /// <returns>The other spelling under which it is there; null where it is new, or was introduced in exactly this spelling before.</returns>
    public NameConflict? Introduce(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!introduced.Add(name)) return null;
        ref var spelling = ref CollectionsMarshal.GetValueRefOrAddDefault(names, name, out var isThere);
        if (isThere) return new(spelling!, IsSame: true);
        spelling = name;
        return Alike(name) is { } alike ? new(alike, IsSame: false) : null;
    }

    /// <summary>A name that looks like this one: of two such, at least one is in letters that look like others.</summary>
    private string? Alike(string name)
    {
        if (!NameFolding.MayLookLikeAnother(name)) return looks?.GetValueOrDefault(NameFolding.Fold(name));
        var looking = NameFolding.Looking(name);
        looks ??= new(StringComparer.Ordinal);
        if (!looks.TryAdd(looking, name)) return looks[looking];
        return names.TryGetValue(looking, out var plain) && plain != name ? plain : null;
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
