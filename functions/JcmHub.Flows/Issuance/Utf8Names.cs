using System.Text;

namespace JcmHub.Flows.Issuance;

/// <summary>Strings that come again and again, each made once from its UTF-8: accounts, holders, decisions.</summary>
internal sealed class Utf8Names
{
    /// <summary>Forgotten beyond this many, so that memory does not grow with what is read.</summary>
    private const int Most = 100_000;

    private readonly HashSet<string> _names = new(Comparer.Instance);
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<byte>> _byUtf8;

    public Utf8Names() => _byUtf8 = _names.GetAlternateLookup<ReadOnlySpan<byte>>();

    /// <summary>The string of some UTF-8.</summary>
    public string Of(ReadOnlySpan<byte> utf8)
    {
        if (_byUtf8.TryGetValue(utf8, out var name))
            return name;
        if (_names.Count == Most)
            _names.Clear();
        name = Encoding.UTF8.GetString(utf8);
        _names.Add(name);
        return name;
    }

    private sealed class Comparer : IEqualityComparer<string>, IAlternateEqualityComparer<ReadOnlySpan<byte>, string>
    {
        public static readonly Comparer Instance = new();

        public bool Equals(string? x, string? y) => string.Equals(x, y, StringComparison.Ordinal);

        public bool Equals(ReadOnlySpan<byte> alternate, string other)
        {
            if (alternate.Length < other.Length)
                return false;
            Span<char> characters = stackalloc char[256];
            if (alternate.Length > characters.Length)
                return Encoding.UTF8.GetString(alternate) == other;
            var written = Encoding.UTF8.GetChars(alternate, characters);
            return characters[..written].SequenceEqual(other);
        }

        public int GetHashCode(string obj) => GetHashCode(Encoding.UTF8.GetBytes(obj));

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = new HashCode();
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }

        public string Create(ReadOnlySpan<byte> alternate) => Encoding.UTF8.GetString(alternate);
    }
}
