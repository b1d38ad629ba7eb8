using System.Text;

namespace JcmHub.Domain.Methodologies.Reports;

/// <summary>The properties of a reading.</summary>
internal enum ReadingField
{
    Methodology, Parameter, Point, From, To, Value, Unit, Option,

    /// <summary>One that the engine does not use.</summary>
    Other,
}

/// <summary>
/// One reading as it stands in the report: its texts in one buffer that is used again for the next, so that a million
/// readings allocate nothing.
/// </summary>
internal sealed class ReadingText
{
    private const int Fields = (int)ReadingField.Other;

    private readonly (int Start, int Length)[] places = new (int, int)[Fields];
    private byte[] buffer = new byte[512];
    private int used;
    private int present;

    /// <summary>Pairs of a further index set's name and the member, for the few reports that have them.</summary>
    public SortedDictionary<string, string>? Index { get; private set; }

    public static ReadingField FieldOf(ReadOnlySpan<byte> name) => name.Length switch
    {
        11 when name.SequenceEqual("methodology"u8) => ReadingField.Methodology,
        9 when name.SequenceEqual("parameter"u8) => ReadingField.Parameter,
        5 when name.SequenceEqual("point"u8) => ReadingField.Point,
        4 when name.SequenceEqual("from"u8) => ReadingField.From,
        2 when name.SequenceEqual("to"u8) => ReadingField.To,
        5 when name.SequenceEqual("value"u8) => ReadingField.Value,
        4 when name.SequenceEqual("unit"u8) => ReadingField.Unit,
        6 when name.SequenceEqual("option"u8) => ReadingField.Option,
        _ => ReadingField.Other,
    };

    public void Clear()
    {
        used = 0;
        present = 0;
        Index = null;
    }

    public bool Has(ReadingField field) => (present & (1 << (int)field)) != 0;

    public ReadOnlySpan<byte> this[ReadingField field]
    {
        get
        {
            if (!Has(field)) return default;
            var (start, length) = places[(int)field];
            return buffer.AsSpan(start, length);
        }
    }

    public void Set(ReadingField field, ReadOnlySpan<byte> utf8)
    {
        if (used + utf8.Length > buffer.Length) Array.Resize(ref buffer, Math.Max(buffer.Length * 2, used + utf8.Length));
        utf8.CopyTo(buffer.AsSpan(used));
        places[(int)field] = (used, utf8.Length);
        present |= 1 << (int)field;
        used += utf8.Length;
    }

    public void SetIndex(string set, string member) => (Index ??= new(StringComparer.Ordinal))[set] = member;

    public string Text(ReadingField field) => Encoding.UTF8.GetString(this[field]);

    public string? OptionalText(ReadingField field) => Has(field) ? Text(field) : null;
}
