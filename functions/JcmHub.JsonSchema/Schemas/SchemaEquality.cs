using JcmHub.JsonSchema.Text;

namespace JcmHub.JsonSchema.Schemas;

/// <summary>JSON's equality on schema documents: order of members does not count, spelling of numbers does not either.</summary>
internal static class SchemaEquality
{
    public static bool AreEqual(SchemaValue a, SchemaValue b) => a.Kind == b.Kind && a.Kind switch
    {
        JsonKinds.Object => a.Members.Count == b.Members.Count && a.Members.All(m => b[m.Key] is { } other && AreEqual(m.Value, other)),
        JsonKinds.Array => a.Items.Count == b.Items.Count && a.Items.Zip(b.Items).All(pair => AreEqual(pair.First, pair.Second)),
        JsonKinds.Number => ExactNumber.Parse(a.Utf8).EqualTo(ExactNumber.Parse(b.Utf8)),
        _ => a.Utf8.AsSpan().SequenceEqual(b.Utf8),
    };
}
