using System.Text;
using System.Text.RegularExpressions;
using CsCheck;
using JcmHub.JsonSchema.Patterns;

namespace JcmHub.JsonSchema.Tests.Properties;

/// <summary>The automaton against the base library's engine, on patterns that both read alike.</summary>
public sealed class PatternProperties
{
    private static readonly string[] s_atoms = ["a", "b", "x", "é", "字", "[ab]", "[^a]", "[a-cé]", "[^x字]", "\\d", "[0-9x]", "(?:a|bx)", "(?:|a)"];
    private static readonly string[] s_quantifiers = ["", "", "", "*", "+", "?", "{2}", "{1,3}", "{0,2}?", "*?", "{2,}"];
    private static readonly string[] s_edges = ["^", "$", "\\b", "\\B"];

    [Fact]
    public void IsMatch_RandomPattern_AgreesWithTheBaseLibrary() => Gen.Int.Sample(
        seed =>
        {
            var random = new Random(seed);
            var source = Source(random, 2);
            var ours = new Pattern(source);
            // There "$" also stands before a last line break, and digits of all scripts are digits.
            var theirs = new Regex(source.Replace("$", "\\z", StringComparison.Ordinal).Replace("\\d", "[0-9]", StringComparison.Ordinal), RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
            for (var i = 0; i < 12; i++)
            {
                var text = Text(random, withWords: source.Contains("\\b", StringComparison.OrdinalIgnoreCase));
                if (ours.IsMatch(Encoding.UTF8.GetBytes(text)) != theirs.IsMatch(text))
                    Assert.Fail($"{source} on \"{text}\" should be {theirs.IsMatch(text)}");
            }
        },
        iter: 3_000);

    [Fact]
    public void Pattern_AnyText_IsReadOrRefused() => Gen.String[Gen.Char["ab\\pPuxdDwWbBkKc{}[]()<>^$.*+?|-=!:,0123456789éL\n"], 0, 14].Sample(
        source =>
        {
            try
            {
                new Pattern(source).IsMatch("ab12é"u8);
            }
            catch (PatternException)
            {
            }
        },
        iter: 8_000);

    private static string Source(Random random, int depth)
    {
        var text = new StringBuilder();
        for (var i = random.Next(1, 5); i > 0; i--)
        {
            if (random.Next(7) == 0)
                text.Append(s_edges[random.Next(s_edges.Length)]);
            else if (depth > 0 && random.Next(4) == 0)
                text.Append('(').Append(Source(random, depth - 1)).Append('|').Append(Source(random, depth - 1)).Append(')').Append(s_quantifiers[random.Next(s_quantifiers.Length)]);
            else
                text.Append(s_atoms[random.Next(s_atoms.Length)]).Append(s_quantifiers[random.Next(s_quantifiers.Length)]);
        }
        return text.ToString();
    }

    /// <summary>Letters outside ASCII are word characters for the base library only, so they stay out where that matters.</summary>
    private static string Text(Random random, bool withWords)
    {
        var alphabet = withWords ? "abx01 -" : "abx01é字c";
        return new string([.. Enumerable.Range(0, random.Next(9)).Select(_ => alphabet[random.Next(alphabet.Length)])]);
    }
}
