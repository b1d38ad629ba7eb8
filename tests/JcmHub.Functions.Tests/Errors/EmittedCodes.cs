using System.Reflection;
using System.Text.RegularExpressions;
using JcmHub.Domain.Methodologies;
using JcmHub.Functions.Access;
using JcmHub.Functions.Tests.Architecture;
using JcmHub.JsonSchema;

namespace JcmHub.Functions.Tests.Errors;

/// <summary>
/// The codes that the sources can give: every string in kebab-case, but for the words of the list beside this file, and what stands in
/// a code's place whatever its form.
/// </summary>
internal static partial class EmittedCodes
{
    /// <summary>Not scanned: what stands in for Azure speaks AMQP's words, and the schema library has its codes in one place.</summary>
    private static readonly string[] Elsewhere = ["JcmHub.JsonSchema", "JcmHub.Local.Runtime", "JcmHub.Local.Host", "JcmHub.Local.Lifeline", "JcmHub.Local.ServiceBusExtension", "JcmHub.Local.OpenApiExtension", "JcmHub.Local.Broker", "obj", "bin"];

    private static readonly Dictionary<string, string> Sources = Directory
        .EnumerateFiles(Repository.File("functions"), "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Split(Path.DirectorySeparatorChar).Intersect(Elsewhere).Any())
        .ToDictionary(file => Path.GetRelativePath(Repository.Root, file), file => Comments().Replace(File.ReadAllText(file), string.Empty));

    /// <summary>Words in kebab-case that are no codes: roles, kinds of documents, names of properties.</summary>
    public static IReadOnlySet<string> Words { get; } =
        File.ReadAllLines(Repository.File("tests", "JcmHub.Functions.Tests", "Errors", "words-that-are-no-codes.txt")).ToHashSet();

    /// <summary>Each string in kebab-case with a file that has it.</summary>
    public static IReadOnlyDictionary<string, string> Literals { get; } = Find(Kebab());

    /// <summary>Each code with a place that gives it.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = Literals.Where(literal => !Words.Contains(literal.Key))
        .Concat(Find(InTheCodesPlace()))
        .Concat(FindingCatalogue.All.Select(kind => KeyValuePair.Create(kind.Code, nameof(FindingCatalogue))))
        .Concat(OfTheSchemaLibrary.Select(code => KeyValuePair.Create(code, nameof(ErrorCodes))))
        .DistinctBy(found => found.Key).ToDictionary();

    /// <summary>Each code that a refusal carries, with the name of its kind.</summary>
    public static IEnumerable<(string Kind, string Code)> Refusals => Sources.Values
        .SelectMany(source => Refusal().Matches(source)).Select(match => (match.Groups[1].Value, match.Groups[2].Value)).Distinct();

    /// <summary>Every refusal of access that is one sentence.</summary>
    public static IEnumerable<AccessRefusal> AccessRefusals => typeof(AccessRefusal).GetFields(BindingFlags.Static | BindingFlags.Public)
        .Select(each => (AccessRefusal)each.GetValue(null)!);

    private static IEnumerable<string> OfTheSchemaLibrary => typeof(ErrorCodes).GetFields().Select(each => (string)each.GetValue(null)!);

    private static Dictionary<string, string> Find(Regex form) => Sources
        .SelectMany(source => form.Matches(source.Value).Select(match => KeyValuePair.Create(match.Groups[1].Value, source.Key)))
        .DistinctBy(found => found.Key).ToDictionary();

    [GeneratedRegex(@"^\s*//.*$", RegexOptions.Multiline)]
    private static partial Regex Comments();

    [GeneratedRegex("""
        "([a-z][a-z0-9]*(?:-[a-z0-9]+)+)"
        """)]
    private static partial Regex Kebab();

    [GeneratedRegex("""
        (?:new (?:Finding|LoadError|ExpressionError)|\b(?:Error|Fail|Refuse|Unauthorized|Forbidden))\(\s*"([a-z0-9]+)"\s*[,)]
        """)]
    private static partial Regex InTheCodesPlace();

    [GeneratedRegex("""
        RefusalKind\.(\w+),\s*(?:new Finding\(\s*)?"([a-z0-9-]+)"
        """)]
    private static partial Regex Refusal();
}
