using JcmHub.JsonSchema.Checks;
using JcmHub.JsonSchema.Text;

namespace JcmHub.JsonSchema.Schemas;

/// <summary>The validation vocabulary.</summary>
internal sealed partial class SchemaNodeReader
{
    private static readonly string[] s_numberKeywords = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"];

    private void ReadAssertions()
    {
        if (_source["type"] is { } type)
            AddScalarAndContainerCheck(new TypeCheck(ReadTypes(type)));
        if (_source["enum"] is { } values)
        {
            if (values.Kind != JsonKinds.Array)
                throw Bad(values, "enum must be an array", "enumは配列でなければなりません");
            ReadSet(values.Items, ErrorCodes.Enum, "/enum", Wording.OneOf(values.Items));
        }
        if (_source["const"] is { } constant)
            ReadSet([constant], ErrorCodes.Const, "/const", Wording.Exactly(constant));
        ReadNumbers();
        ReadStrings();
        ReadCounts();
        ReadRequired();
    }

    private JsonKinds ReadTypes(SchemaValue type)
    {
        var names = type.Kind == JsonKinds.Array ? type.Items : [type];
        var kinds = JsonKinds.None;
        foreach (var name in names)
        {
            var kind = name.Kind == JsonKinds.String ? JsonKindsNames.Parse(name.Text) : JsonKinds.None;
            if (kind == JsonKinds.None || (kinds & kind) != 0)
                throw Bad(name, "type must be one of the seven type names, or an array of different ones", "typeは7つの型名のいずれか、または重複のない配列でなければなりません");
            kinds |= kind;
        }
        return kinds != JsonKinds.None ? kinds : throw Bad(type, "type must name a type", "typeは型を1つ以上含まなければなりません");
    }

    private void ReadNumbers()
    {
        foreach (var keyword in s_numberKeywords)
        {
            if (_source[keyword] is not { } value)
                continue;
            if (value.Kind != JsonKinds.Number)
                throw Bad(value, $"{keyword} must be a number", $"{keyword}は数値でなければなりません");
            var limit = new NumberLimit(value.Utf8);
            if (keyword == "multipleOf" && limit.Sign <= 0)
                throw Bad(value, "multipleOf must be more than 0", "multipleOfは0より大きくなければなりません");
            node.ScalarChecks.Add(NumberCheck.Of(keyword, limit));
        }
    }

    private void ReadStrings()
    {
        if (Count("minLength") is { } min && min > 0)
            node.ScalarChecks.Add(LengthCheck.AtLeast(min));
        if (Count("maxLength") is { } max)
            node.ScalarChecks.Add(LengthCheck.AtMost(max));
        if (ExpectString("pattern") is { } pattern)
            node.ScalarChecks.Add(new PatternCheck(compiler.PatternOf(pattern.Text, pattern, node.Resource)));
    }

    private void ReadCounts()
    {
        AddCount("minProperties", node.PropertyCounts);
        AddCount("maxProperties", node.PropertyCounts);
        AddCount("minItems", node.ItemCounts);
        AddCount("maxItems", node.ItemCounts);
        ExpectBoolean("uniqueItems");
        if (_source["uniqueItems"] is { IsTrue: true })
            node.UniqueItems = new UniqueAssertion();
    }

    private void AddCount(string keyword, List<CountBound> bounds)
    {
        if (Count(keyword) is { } count)
            bounds.Add(CountBound.Of(keyword, count));
    }

    private void ReadRequired()
    {
        if (_source["required"] is { } required)
        {
            foreach (var name in Names(required, "required"))
                node.Required.Add((name, new Assertion(ErrorCodes.Required, "/required", Wording.Missing(name))));
        }
        if (_source["dependentRequired"] is not { } dependent)
            return;
        if (dependent.Kind != JsonKinds.Object)
            throw Bad(dependent, "dependentRequired must be an object", "dependentRequiredはオブジェクトでなければなりません");
        foreach (var (name, needs) in dependent.Members)
        {
            var edge = $"/dependentRequired/{PointerText.Escape(name)}";
            foreach (var needed in Names(needs, "dependentRequired"))
                node.DependentRequired.Add((name, needed, new Assertion(ErrorCodes.DependentRequired, edge, Wording.MissingBeside(needed, name))));
        }
    }

    private List<string> Names(SchemaValue list, string keyword)
    {
        var names = list.Kind == JsonKinds.Array && list.Items.TrueForAll(i => i.Kind == JsonKinds.String)
            ? list.Items.ConvertAll(i => i.Text)
            : throw Bad(list, $"{keyword} must list property names", $"{keyword}は項目名の配列でなければなりません");
        return names.Distinct().Count() == names.Count
            ? names
            : throw Bad(list, $"{keyword} must not name a property twice", $"{keyword}に同じ項目名が2回あります");
    }

    private void ReadSet(List<SchemaValue> values, string code, string edge, Phrase phrase)
    {
        var literals = values.Exists(v => v.Kind == JsonKinds.Null) ? JsonKinds.Null : JsonKinds.None;
        var set = new ScalarSet(
            values.Where(v => v.Kind == JsonKinds.String).Select(v => v.Text),
            values.Where(v => v.Kind == JsonKinds.Number).Select(v => v.Utf8),
            literals,
            values.Exists(v => v is { Kind: JsonKinds.Boolean, IsTrue: true }),
            values.Exists(v => v is { Kind: JsonKinds.Boolean, IsTrue: false }));
        var check = new SetCheck(set, code, edge, phrase);
        node.ScalarChecks.Add(check);
        var containers = values.FindAll(v => v.Kind is JsonKinds.Object or JsonKinds.Array);
        var possible = containers.Aggregate(JsonKinds.None, (kinds, v) => kinds | v.Kind);
        node.RefusedContainers.Add((check, (JsonKinds.Object | JsonKinds.Array) & ~possible));
        if (containers.Count > 0)
            node.ContainerSets.Add((check, containers.ConvertAll(v => ConstantSchema.Of(v, node.Resource))));
    }

    private void Refuse(FalseCheck check) => AddScalarAndContainerCheck(check);

    private void AddScalarAndContainerCheck(ScalarCheck check)
    {
        node.ScalarChecks.Add(check);
        node.RefusedContainers.Add((check, check.Concerns & (JsonKinds.Object | JsonKinds.Array)));
    }
}
