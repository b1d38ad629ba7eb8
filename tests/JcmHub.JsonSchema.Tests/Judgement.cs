using System.Text;

namespace JcmHub.JsonSchema.Tests;

/// <summary>Compiles, validates, and tells errors as "code instance keyword".</summary>
internal static class Judgement
{
    public static CompiledSchema Compile(string schema, SchemaOptions? options = null, params (string Uri, string Schema)[] registered)
    {
        var registry = new SchemaRegistry();
        foreach (var (uri, other) in registered)
            registry.Add(Bytes(other), new Uri(uri));
        return registry.Compile(Bytes(schema), options);
    }

    public static ValidationResult Validate(string schema, string document, SchemaOptions? options = null) =>
        Compile(schema, options).Validate(Bytes(document));

    public static void IsValid(string schema, string document, SchemaOptions? options = null) =>
        Assert.Equal([], Tell(Validate(schema, document, options)));

    public static void IsInvalid(string schema, string document, params string[] errors)
    {
        var result = Validate(schema, document);
        Assert.False(result.IsValid);
        Assert.Equal(errors, Tell(result));
        Assert.All(result.Errors, error => Assert.True(error.Message.Length > 0 && error.MessageJa.Length > 0));
    }

    public static string[] Tell(ValidationResult result) =>
        [.. result.Errors.Select(e => $"{e.Code} {Pointer(e.InstanceLocation)} {Pointer(e.KeywordLocation)}".TrimEnd())];

    /// <summary>With line, column, messages and all.</summary>
    public static string TellAll(ValidationResult result) =>
        $"{result.IsValid} {result.ErrorsOmitted}\n{string.Join('\n', result.Errors)}";

    public static SchemaException Refuse(string schema, SchemaOptions? options = null, params (string Uri, string Schema)[] registered) =>
        Assert.Throws<SchemaException>(() => Compile(schema, options, registered));

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>The whole document is told as "#", to be seen.</summary>
    private static string Pointer(string pointer) => pointer.Length == 0 ? "#" : pointer;
}
