namespace JcmHub.JsonSchema.Checks;

/// <summary>The schema <c>false</c>: nothing is valid. Its words tell where it stands.</summary>
internal sealed class FalseCheck(string code, Phrase phrase) : ScalarCheck(code, "", phrase)
{
    public override JsonKinds Concerns => JsonKinds.Any;

    public override bool Accepts(in ScalarValue value) => false;

    /// <summary>The <c>false</c> under a keyword, told as what it forbids.</summary>
    public static FalseCheck Under(string keyword) => keyword switch
    {
        "additionalProperties" => new(ErrorCodes.AdditionalProperty, new("this property is not allowed here", "この項目はここでは許可されていません")),
        "unevaluatedProperties" => new(ErrorCodes.UnevaluatedProperty,
            new("this property is not allowed by any part of the schema", "この項目はスキーマのどの部分でも許可されていません")),
        "items" => new(ErrorCodes.AdditionalItem, new("no item is allowed here", "ここには要素を置けません")),
        "unevaluatedItems" => new(ErrorCodes.UnevaluatedItem,
            new("this item is not allowed by any part of the schema", "この要素はスキーマのどの部分でも許可されていません")),
        "propertyNames" => new(ErrorCodes.PropertyName, new("no property is allowed here", "ここには項目を置けません")),
        _ => new(ErrorCodes.False, new("no value is allowed here", "ここには値を置けません")),
    };
}
