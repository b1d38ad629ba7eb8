using JcmHub.JsonSchema.Checks;

namespace JcmHub.JsonSchema.Runs;

/// <summary>What is said of bytes that are not JSON, or are over a limit.</summary>
internal static class FaultWording
{
    public static Phrase Of(string code, SchemaOptions options) => code switch
    {
        ErrorCodes.JsonTruncated => new("the document ends too early", "文書が途中で終わっています"),
        ErrorCodes.JsonTrailingContent => new("something follows the end of the document", "文書の終わりの後に余分な内容があります"),
        ErrorCodes.JsonEncoding => new("not valid UTF-8", "UTF-8として正しくありません"),
        ErrorCodes.JsonSurrogate => new("an escaped surrogate without its pair", "サロゲートのエスケープが対になっていません"),
        ErrorCodes.JsonByteOrderMark => new("a byte order mark other than one for UTF-8 at the start", "先頭のUTF-8用以外のバイト順マークは使えません"),
        ErrorCodes.JsonDuplicateName => new("the object already has a property of this name", "同じ名前の項目がすでにあります"),
        ErrorCodes.LimitDepth => new(
            $"more than {options.MaxDepth} containers inside one another", $"入れ子が{options.MaxDepth}段を超えています"),
        ErrorCodes.LimitSize => new(
            $"the document is longer than {options.MaxDocumentBytes} bytes", $"文書が{options.MaxDocumentBytes}バイトを超えています"),
        ErrorCodes.LimitString => new(
            $"a string or property name is longer than {options.MaxStringBytes} bytes", $"文字列または項目名が{options.MaxStringBytes}バイトを超えています"),
        ErrorCodes.LimitNumber => new(
            $"a number is longer than {options.MaxNumberLength} characters", $"数値が{options.MaxNumberLength}文字を超えています"),
        ErrorCodes.LimitProperties => new(
            $"an object has more than {options.MaxProperties} properties", $"オブジェクトの項目が{options.MaxProperties}個を超えています"),
        ErrorCodes.LimitRetained => new(
            $"what must be kept to compare items and property names takes more than {options.MaxRetainedBytes} bytes",
            $"要素や項目名の比較のために保持する量が{options.MaxRetainedBytes}バイトを超えています"),
        ErrorCodes.LimitPath => new(
            $"the property names that lead here are longer than {options.MaxPathBytes} bytes together",
            $"ここに至る項目名の合計が{options.MaxPathBytes}バイトを超えています"),
        ErrorCodes.LimitEvaluations => new(
            $"the schema asks for more than {options.MaxEvaluations} evaluations of one value",
            $"1つの値に対するスキーマの評価が{options.MaxEvaluations}回を超えています"),
        _ => new("not JSON", "JSONの文法に合っていません"),
    };
}
