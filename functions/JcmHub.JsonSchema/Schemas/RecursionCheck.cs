namespace JcmHub.JsonSchema.Schemas;

/// <summary>
/// Refuses a schema that comes back to itself on the same value without consuming anything (core 9.4.1): it would
/// never end. Walks every schema that an evaluation can reach, in every dynamic scope it can be reached in.
/// </summary>
internal static class RecursionCheck
{
    public static void Run(BoundSchema root, BoundSchemas bound, Action readNew)
    {
        var isDone = new Dictionary<BoundSchema, bool>();
        var roots = new Stack<BoundSchema>([root]);
        while (roots.TryPop(out var next))
        {
            if (!isDone.ContainsKey(next))
                Walk(next, bound, readNew, isDone, roots);
        }
    }

    private static void Walk(
        BoundSchema root, BoundSchemas bound, Action readNew, Dictionary<BoundSchema, bool> isDone, Stack<BoundSchema> roots)
    {
        var path = new Stack<(BoundSchema Schema, IEnumerator<BoundSchema> Ahead)>();
        Enter(root);
        while (path.TryPeek(out var top))
        {
            if (!top.Ahead.MoveNext())
            {
                isDone[top.Schema] = true;
                path.Pop();
                continue;
            }
            var next = top.Ahead.Current;
            if (!isDone.TryGetValue(next, out var done))
                Enter(next);
            else if (!done)
            {
                throw SchemaCompiler.Error(ErrorCodes.InvalidSchemaRecursion, next.Node.Resource, next.Node.Source,
                    "The schema refers to itself without descending into the value, so its evaluation would never end.",
                    "スキーマが値の内側に進まずに自分自身を参照しているため、評価が終わりません。");
            }
        }

        void Enter(BoundSchema schema)
        {
            isDone[schema] = false;
            readNew();
            path.Push((schema, bound.InPlace(schema).ToList().GetEnumerator()));
            foreach (var child in bound.Children(schema))
                roots.Push(child);
        }
    }
}
