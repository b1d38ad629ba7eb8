using System.Globalization;
using System.Text;
using JcmHub.JsonSchema.Schemas;

namespace JcmHub.JsonSchema.Plans;

/// <summary>
/// The evaluations that the slots of one plan ask for on one child value. The same schema asked for by several slots is
/// evaluated once and serves them all: recursive schemas then come back to plans that exist already.
/// </summary>
internal sealed class PlanRoots
{
    public List<PlanRoot> All { get; } = [];

    public string Key
    {
        get
        {
            var key = new StringBuilder();
            foreach (var root in All)
                key.Append(CultureInfo.InvariantCulture, $"{root.Schema.Id}/{(int)root.Kind}:{string.Join(',', root.Outer)};");
            return key.ToString();
        }
    }

    public void Add(BoundSchema schema, SlotKind kind, Slot outer, string edge)
    {
        if (kind == SlotKind.Plain && schema.Node.IsTrivial)
            return;
        var same = kind == SlotKind.Plain ? All.Find(root => root.Schema == schema && root.Kind == SlotKind.Plain) : null;
        if (same is null)
            All.Add(new PlanRoot(schema, kind, [outer.Index], edge));
        else if (!same.Outer.Contains(outer.Index))
            same.Outer.Add(outer.Index);
    }
}
