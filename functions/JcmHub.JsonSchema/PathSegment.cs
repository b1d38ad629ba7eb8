using System.Globalization;
using System.Text;

namespace JcmHub.JsonSchema;

/// <summary>One step of a path: a property name or an array index.</summary>
public readonly ref struct PathSegment
{
    internal PathSegment(ReadOnlySpan<byte> name)
    {
        Name = name;
        Index = -1;
    }

    internal PathSegment(long index) => Index = index;

    /// <summary>The property name with escapes resolved, in UTF-8; empty for an index.</summary>
    public ReadOnlySpan<byte> Name { get; }

    /// <summary>The array index from 0, or -1 for a property name.</summary>
    public long Index { get; }

    /// <summary>An array index, not a property name.</summary>
    public bool IsIndex => Index >= 0;

    /// <summary>Is this the property of that name?</summary>
    public bool Is(ReadOnlySpan<byte> name) => Index < 0 && Name.SequenceEqual(name);

    /// <summary>The name or the index as text; allocates.</summary>
    public override string ToString() => IsIndex ? Index.ToString(CultureInfo.InvariantCulture) : Encoding.UTF8.GetString(Name);
}
