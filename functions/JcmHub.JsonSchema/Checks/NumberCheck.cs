namespace JcmHub.JsonSchema.Checks;

/// <summary>The five keywords on a number's size: <c>minimum</c>, <c>maximum</c>, their exclusive forms and <c>multipleOf</c>.</summary>
internal sealed class NumberCheck : ScalarCheck
{
    private readonly NumberLimit _limit;

    private NumberCheck(NumberLimit limit, string code, string edge, Phrase phrase) : base(code, edge, phrase) => _limit = limit;

    public override JsonKinds Concerns => JsonKinds.Number;

    public static NumberCheck Of(string keyword, NumberLimit limit) => keyword switch
    {
        "minimum" => new(limit, ErrorCodes.Minimum, "/minimum", new($"must be at least {limit.Text}", $"{limit.Text}以上でなければなりません")),
        "maximum" => new(limit, ErrorCodes.Maximum, "/maximum", new($"must be at most {limit.Text}", $"{limit.Text}以下でなければなりません")),
        "exclusiveMinimum" => new(limit, ErrorCodes.ExclusiveMinimum, "/exclusiveMinimum",
            new($"must be more than {limit.Text}", $"{limit.Text}より大きくなければなりません")),
        "exclusiveMaximum" => new(limit, ErrorCodes.ExclusiveMaximum, "/exclusiveMaximum",
            new($"must be less than {limit.Text}", $"{limit.Text}より小さくなければなりません")),
        _ => new(limit, ErrorCodes.MultipleOf, "/multipleOf", new($"must be a multiple of {limit.Text}", $"{limit.Text}の倍数でなければなりません")),
    };

    public override bool Accepts(in ScalarValue value) => Code switch
    {
        ErrorCodes.Minimum => _limit.Compare(value.Utf8) >= 0,
        ErrorCodes.Maximum => _limit.Compare(value.Utf8) <= 0,
        ErrorCodes.ExclusiveMinimum => _limit.Compare(value.Utf8) > 0,
        ErrorCodes.ExclusiveMaximum => _limit.Compare(value.Utf8) < 0,
        _ => _limit.Divides(value.Utf8),
    };
}
