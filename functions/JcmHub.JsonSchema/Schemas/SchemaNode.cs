using JcmHub.JsonSchema.Checks;
using JcmHub.JsonSchema.Patterns;

namespace JcmHub.JsonSchema.Schemas;

/// <summary>One subschema, its keywords read and checked. References are resolved; dynamic ones only to where they begin.</summary>
internal sealed class SchemaNode(SchemaValue source, SchemaResource resource)
{
    public SchemaValue Source { get; } = source;

    public SchemaResource Resource { get; } = resource;

    /// <summary>Assertions that scalars can fail: type, enum, const, and those on numbers and strings.</summary>
    public List<ScalarCheck> ScalarChecks { get; } = [];

    /// <summary>Kinds of container that <c>type</c>, <c>enum</c>, <c>const</c> or <c>false</c> refuse outright.</summary>
    public List<(ScalarCheck Check, JsonKinds Kinds)> RefusedContainers { get; } = [];

    /// <summary>The containers among the values of <c>enum</c> or <c>const</c>, each as a schema that only its equals fulfil.</summary>
    public List<(Assertion Assertion, List<SchemaNode> Members)> ContainerSets { get; } = [];

    public SchemaNode? Ref { get; set; }

    public SchemaNode? DynamicRef { get; set; }

    /// <summary>The anchor that <see cref="DynamicRef"/> looks for in the dynamic scope; null where it behaves like <c>$ref</c>.</summary>
    public string? DynamicAnchor { get; set; }

    public SchemaNode[] AllOf { get; set; } = [];

    public SchemaNode[] AnyOf { get; set; } = [];

    public SchemaNode[] OneOf { get; set; } = [];

    public SchemaNode? Not { get; set; }

    public SchemaNode? If { get; set; }

    public SchemaNode? Then { get; set; }

    public SchemaNode? Else { get; set; }

    public List<(string Name, SchemaNode Schema)> DependentSchemas { get; } = [];

    public Dictionary<string, SchemaNode> Properties { get; } = [];

    public List<(Pattern Pattern, SchemaNode Schema)> PatternProperties { get; } = [];

    public SchemaNode? AdditionalProperties { get; set; }

    public SchemaNode? PropertyNames { get; set; }

    public SchemaNode? UnevaluatedProperties { get; set; }

    public List<(string Name, Assertion Assertion)> Required { get; } = [];

    public List<(string Name, string Needed, Assertion Assertion)> DependentRequired { get; } = [];

    /// <summary>Bounds on the number of properties.</summary>
    public List<CountBound> PropertyCounts { get; } = [];

    public SchemaNode[] PrefixItems { get; set; } = [];

    public SchemaNode? Items { get; set; }

    public SchemaNode? UnevaluatedItems { get; set; }

    public SchemaNode? Contains { get; set; }

    /// <summary>Bounds on the number of items that <see cref="Contains"/> accepts.</summary>
    public List<CountBound> ContainsCounts { get; } = [];

    public List<CountBound> ItemCounts { get; } = [];

    public Assertion? UniqueItems { get; set; }

    public IEnumerable<SchemaNode> InPlace =>
        [
            .. Present(Ref), .. AllOf, .. AnyOf, .. OneOf, .. Present(Not), .. Present(If), .. Present(Then), .. Present(Else),
            .. DependentSchemas.Select(d => d.Schema), .. ContainerSets.SelectMany(s => s.Members),
        ];

    public IEnumerable<SchemaNode> Children =>
        [
            .. Properties.Values, .. PatternProperties.Select(p => p.Schema), .. Present(AdditionalProperties), .. Present(PropertyNames),
            .. Present(UnevaluatedProperties), .. PrefixItems, .. Present(Items), .. Present(UnevaluatedItems), .. Present(Contains),
        ];

    /// <summary>Accepts everything and looks at nothing.</summary>
    public bool IsTrivial =>
        ScalarChecks.Count == 0 && DynamicRef is null && Required.Count == 0 && DependentRequired.Count == 0 && PropertyCounts.Count == 0
        && ItemCounts.Count == 0 && UniqueItems is null && !InPlace.Any() && !Children.Any();

    private static SchemaNode[] Present(SchemaNode? node) => node is null ? [] : [node];
}
