using System.Text.RegularExpressions;
using JcmHub.Domain.Methodologies;
using JcmHub.Flows;
using JcmHub.Functions.Http;

namespace JcmHub.Functions.Tests.Errors;

/// <summary>docs/errors.md and the code say the same, both ways (D12).</summary>
public sealed partial class ErrorCatalogueTests
{
    private static readonly string[] Places = ["result", "decision", "operation", "dead letter", "upload", "receipt", "registry", "record", "journal", "rule book", "eligibility", "reconciliation", "validate"];

    private static ErrorEntry[] Entries { get; } = [.. ErrorCatalogue.Entries];

    [Fact]
    public void Codes_OfTheSources_AreInTheCatalogue()
    {
        var known = Entries.Select(entry => entry.Code).ToHashSet();
        var missing = EmittedCodes.All.Where(code => !known.Contains(code.Key)).Select(code =>
            $"| `{code.Key}` | HTTP … | (meaning) | （意味） | (what to do) |    from {code.Value}").ToArray();
        Assert.True(missing.Length == 0, Lines("Add to docs/errors.md, or, where it is no code, to words-that-are-no-codes.txt beside this test:", missing));
    }

    [Fact]
    public void Codes_OfTheCatalogue_AreGivenSomewhere()
    {
        var dead = Entries.Where(entry => !EmittedCodes.All.ContainsKey(entry.Code)).Select(entry => entry.Code).ToArray();
        Assert.True(dead.Length == 0, Lines("Remove from docs/errors.md; nothing gives them:", dead));
    }

    [Fact]
    public void Words_ThatAreNoCodes_StandInTheSourcesAndNotInTheCatalogue()
    {
        var dead = EmittedCodes.Words.Where(word => !EmittedCodes.Literals.ContainsKey(word)).ToArray();
        Assert.True(dead.Length == 0, Lines("Remove from words-that-are-no-codes.txt; no source has them:", dead));
        Assert.Empty(Entries.Select(entry => entry.Code).Intersect(EmittedCodes.Words));
    }

    [Fact]
    public void Entries_Form_IsOneOfEachAndWhole()
    {
        Assert.Equal(Entries.Length, Entries.Select(entry => entry.Code).Distinct().Count());
        Assert.All(Entries, entry =>
        {
            Assert.Matches("^[a-z][a-z0-9]*(-[a-z0-9]+)*$", entry.Code);
            Assert.All(entry.Where, place => Assert.True(Places.Contains(place) || HttpStatus().IsMatch(place), $"{entry.Code}: {place}"));
            Assert.True(entry.Meaning.Length > 0 && entry.MeaningJa.Length > 0 && entry.Remedy.Length > 0, entry.Code);
        });
    }

    [Fact]
    public void Refusals_Status_IsWhereTheCatalogueSays()
    {
        var wrong = EmittedCodes.Refusals
            .Select(refusal => (refusal.Code, Status: Answer.StatusOf(Enum.Parse<RefusalKind>(refusal.Kind))))
            .Where(refusal => Entries.FirstOrDefault(entry => entry.Code == refusal.Code) is { } entry && !entry.Statuses.Contains(refusal.Status))
            .Select(refusal => $"{refusal.Code}: add HTTP {refusal.Status}").ToArray();
        Assert.True(wrong.Length == 0, Lines("docs/errors.md, column where:", wrong));
    }

    [Fact]
    public void AccessRefusals_StatusAndWords_AreThoseOfTheCatalogue() =>
        Assert.All(EmittedCodes.AccessRefusals, refusal =>
        {
            var entry = Entries.Single(entry => entry.Code == refusal.Code);
            Assert.Contains(refusal.Status, entry.Statuses);
            Assert.StartsWith(entry.Meaning.TrimEnd('.'), refusal.Detail, StringComparison.Ordinal);
        });

    [Fact]
    public void Findings_Words_AreThoseOfTheCatalogue()
    {
        var wrong = FindingCatalogue.All.Select(kind => (Kind: kind, Entry: Entries.FirstOrDefault(entry => entry.Code == kind.Code)))
            .Where(pair => pair.Entry is null || pair.Entry with { Meaning = Row(pair.Kind.Text), MeaningJa = Row(pair.Kind.TextJa), Remedy = pair.Kind.Remedy } != pair.Entry)
            .Select(pair => new ErrorEntry(pair.Kind.Code, pair.Entry?.Where ?? ["HTTP 422", "result"], Row(pair.Kind.Text), Row(pair.Kind.TextJa), pair.Kind.Remedy).ToString()).ToArray();
        Assert.True(wrong.Length == 0, Lines("These rows of docs/errors.md should be:", wrong));
    }

    private static string Row(string text) => Particular().Replace(text, "…");

    private static string Lines(string head, IEnumerable<string> lines) => $"{head}{Environment.NewLine}{string.Join(Environment.NewLine, lines)}";

    [GeneratedRegex(@"\{\d+\}")]
    private static partial Regex Particular();

    [GeneratedRegex(@"^HTTP [45]\d\d$")]
    private static partial Regex HttpStatus();
}
