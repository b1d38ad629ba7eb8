namespace JcmHub.JsonSchema.Checks;

/// <summary>A bound on a count: of properties, of items, of items that <c>contains</c> accepts.</summary>
internal sealed class CountBound(long min, long max, string code, string edge, Phrase phrase) : Assertion(code, edge, phrase)
{
    public bool Accepts(long count) => count >= min && count <= max;

    public static CountBound Of(string keyword, long n) => keyword switch
    {
        "minProperties" => new(n, long.MaxValue, ErrorCodes.MinProperties, "/minProperties",
            new($"must have at least {n} properties", $"項目は{n}個以上でなければなりません")),
        "maxProperties" => new(0, n, ErrorCodes.MaxProperties, "/maxProperties",
            new($"must have at most {n} properties", $"項目は{n}個以下でなければなりません")),
        "minItems" => new(n, long.MaxValue, ErrorCodes.MinItems, "/minItems", new($"must have at least {n} items", $"要素は{n}個以上でなければなりません")),
        "maxItems" => new(0, n, ErrorCodes.MaxItems, "/maxItems", new($"must have at most {n} items", $"要素は{n}個以下でなければなりません")),
        "minContains" => new(n, long.MaxValue, ErrorCodes.MinContains, "/minContains",
            new($"must contain at least {n} matching items", $"条件に合う要素は{n}個以上でなければなりません")),
        "maxContains" => new(0, n, ErrorCodes.MaxContains, "/maxContains",
            new($"must contain at most {n} matching items", $"条件に合う要素は{n}個以下でなければなりません")),
        "contains" => new(n, long.MaxValue, ErrorCodes.MinContains, "/contains",
            new("must contain a matching item", "条件に合う要素が必要です")),
        _ => throw new ArgumentOutOfRangeException(nameof(keyword), keyword, null),
    };
}
