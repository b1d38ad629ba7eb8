using System.Text;
using JcmHub.JsonSchema.Patterns;

namespace JcmHub.JsonSchema.Tests.Cases;

/// <summary>ECMA-262 regular expressions with the u flag.</summary>
public sealed class PatternTests
{
    [Theory]
    [InlineData("", "", true)]
    [InlineData("", "anything", true)]
    [InlineData("a|b", "xbx", true)]
    [InlineData("^(a|bc)*$", "abcabc", true)]
    [InlineData("^(a|bc)*$", "abcab", false)]
    [InlineData("^a{2,3}$", "aa", true)]
    [InlineData("^a{2,3}$", "aaaa", false)]
    [InlineData("^a{2,}?$", "aaaa", true)]
    [InlineData("^a{0}$", "", true)]
    [InlineData("^a{0}$", "a", false)]
    [InlineData("^(?:){1000000000}$", "", true)]
    [InlineData("^(a*)*b$", "aaaaab", true)]
    [InlineData("^(a*)*b$", "aaaaa", false)]
    [InlineData("^a??b+?$", "bbb", true)]
    [InlineData("a$", "a\n", false)]
    [InlineData("^b", "a\nb", false)]
    [InlineData("^.$", "😀", true)]
    [InlineData("^.{2}$", "😀", false)]
    [InlineData("^.$", "\n", false)]
    [InlineData("^.$", "\u2028", false)]
    [InlineData("^.$", "\u0085", true)]
    [InlineData("^[^a]$", "😀", true)]
    [InlineData("^[^a]$", "\n", true)]
    [InlineData("^[😀-😂]$", "😁", true)]
    [InlineData("^[😀-😂]$", "😃", false)]
    [InlineData("^\\ud83d\\ude00$", "😀", true)]
    [InlineData("^\\u{1F600}$", "😀", true)]
    [InlineData("^\\ud83d$", "😀", false)]
    [InlineData("^\\d+$", "123", true)]
    [InlineData("^\\d+$", "１２３", false)]
    [InlineData("^\\D$", "١", true)]
    [InlineData("^\\w+$", "a_Z9", true)]
    [InlineData("^\\w+$", "é", false)]
    [InlineData("^\\W$", "é", true)]
    [InlineData("^\\s+$", " \t\n\u000B\f\r\u00A0\uFEFF\u2003\u2028\u2029\u3000", true)]
    [InlineData("^\\s$", "\u0085", false)]
    [InlineData("^\\S$", "\u200B", true)]
    [InlineData("^\\p{Letter}+$", "aπ字", true)]
    [InlineData("^\\p{L}+$", "a1", false)]
    [InlineData("^\\p{Lu}$", "É", true)]
    [InlineData("^\\p{General_Category=Uppercase_Letter}$", "é", false)]
    [InlineData("^\\p{gc=digit}+$", "1١", true)]
    [InlineData("^\\p{LC}$", "字", false)]
    [InlineData("^\\P{L}$", "1", true)]
    [InlineData("^[\\p{L}\\d]+$", "é9", true)]
    [InlineData("^[^\\p{L}]+$", "é", false)]
    [InlineData("^\\p{ASCII}+$", "é", false)]
    [InlineData("^\\p{Any}$", "\U0010FFFF", true)]
    [InlineData("^\\p{Sc}$", "€", true)]
    [InlineData("^\\p{punct}$", "。", true)]
    [InlineData("\\bcat\\b", "a cat.", true)]
    [InlineData("\\bcat\\b", "concat", false)]
    [InlineData("\\bcat", "écat", true)]
    [InlineData("\\Bat", "cat", true)]
    [InlineData("\\B", "aéb", false)]
    [InlineData("\\B", "é", true)]
    [InlineData("\\B", "éé", true)]
    [InlineData("^\\B$", "", true)]
    [InlineData("\\b", "", false)]
    [InlineData("^\\cA\\x41\\u0042\\t\\0$", "\u0001AB\t\0", true)]
    [InlineData("^[\\b\\-\\]a-]$", "-", true)]
    [InlineData("^[\\b]$", "\b", true)]
    [InlineData("^[]$", "a", false)]
    [InlineData("[]", "a", false)]
    [InlineData("^[^]$", "\n", true)]
    [InlineData("^\\/\\^\\$\\.\\*\\+\\?\\(\\)\\[\\]\\{\\}\\|\\\\$", "/^$.*+?()[]{}|\\", true)]
    [InlineData("^(?<year>\\d{4})-(?:\\d{2})$", "2021-01", true)]
    [InlineData("a^b|c$d", "a^b", false)]
    [InlineData("(^a|b)c", "xbc", true)]
    [InlineData("(^a|b)c", "xac", false)]
    [InlineData("x*", "yyy", true)]
    [InlineData("é", "caf\u00e9", true)]
    [InlineData("^\\S(|(.|\\n)*\\S)$", "a b", true)]
    public void IsMatch_Pattern_FollowsEcma262(string pattern, string text, bool expected) =>
        Assert.Equal(expected, new Pattern(pattern).IsMatch(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("(")]
    [InlineData(")")]
    [InlineData("[")]
    [InlineData("a**")]
    [InlineData("+")]
    [InlineData("^*")]
    [InlineData("\\b+")]
    [InlineData("(?=a)*")]
    [InlineData("a{2,1}")]
    [InlineData("a{,2}")]
    [InlineData("a{")]
    [InlineData("}")]
    [InlineData("]")]
    [InlineData("\\")]
    [InlineData("\\a")]
    [InlineData("\\-")]
    [InlineData("\\Z")]
    [InlineData("\\_")]
    [InlineData("\\01")]
    [InlineData("\\c1")]
    [InlineData("\\x4")]
    [InlineData("\\u{110000}")]
    [InlineData("\\u{}")]
    [InlineData("[b-a]")]
    [InlineData("[\\d-z]")]
    [InlineData("[a-\\w]")]
    [InlineData("\\p{Nothing}")]
    [InlineData("\\p{gc=Nothing}")]
    [InlineData("\\p{letter}")]
    [InlineData("\\pL")]
    [InlineData("\\1")]
    [InlineData("(a)\\2")]
    [InlineData("\\k<a>")]
    [InlineData("(?<a>x)(?<a>y)")]
    [InlineData("(?<1a>x)")]
    [InlineData("(?a)")]
    [InlineData("(?P<a>x)")]
    [InlineData("[\\B]")]
    public void Pattern_NotEcma262_IsWrong(string pattern) =>
        Assert.False(Assert.Throws<PatternException>(() => new Pattern(pattern)).IsUnsupported);

    [Theory]
    [InlineData("(?=a)")]
    [InlineData("^(?!a)b")]
    [InlineData("(?<=a)b")]
    [InlineData("(?<!a)b")]
    [InlineData("(a)\\1")]
    [InlineData("\\1(a)")]
    [InlineData("\\k<a>(?<a>x)")]
    [InlineData("\\p{Script=Greek}")]
    [InlineData("\\p{scx=Hira}")]
    [InlineData("\\p{Alphabetic}")]
    [InlineData("(?i:a)")]
    [InlineData("((((a{1,99}){1,99}){1,99}){1,99}){1,99}")]
    [InlineData("a{2147483647}")]
    [InlineData("(?:a|b)*a(?:a|b){1500}c")]
    public void Pattern_OnlyByBacktrackingOrWithoutData_IsUnsupported(string pattern) =>
        Assert.True(Assert.Throws<PatternException>(() => new Pattern(pattern)).IsUnsupported);

    [Fact]
    public void Pattern_NestedTooDeeply_IsWrong() => Assert.Throws<PatternException>(() => new Pattern(new string('(', 100_000)));

    [Theory]
    [InlineData("^(a+)+$")]
    [InlineData("^(a|a)*$")]
    [InlineData("^(a|aa)+$")]
    [InlineData("(.*){10}x")]
    [InlineData("(a|b)*a(a|b){20}$")]
    public void IsMatch_PatternThatBacktrackersFear_EndsSoon(string pattern)
    {
        var text = Encoding.UTF8.GetBytes(new string('a', 20_000) + "!");
        Assert.False(new Pattern(pattern).IsMatch(text));
    }

    [Fact]
    public void IsMatch_WithoutTable_AgreesWithTheDefinition()
    {
        // Thirty characters to look back on: a table would need a state for each subset of them.
        var pattern = new Pattern("(?:^|x)(?:a|é).{30}$");
        Assert.True(pattern.IsMatch(Encoding.UTF8.GetBytes("xxé" + new string('日', 30))));
        Assert.True(pattern.IsMatch(Encoding.UTF8.GetBytes("a" + new string('x', 30))));
        Assert.False(pattern.IsMatch(Encoding.UTF8.GetBytes("xxé" + new string('日', 31))));
        Assert.False(pattern.IsMatch(Encoding.UTF8.GetBytes("ya" + new string('b', 30))));
    }

    [Theory]
    [InlineData("^[\\s\\S]{1,4000}$", 4000)]
    [InlineData("^.{0,1000}$", 1000)]
    [InlineData("^\\p{L}{1,50}$", 50)]
    [InlineData("^\\p{L}[\\p{L}\\p{N}\\p{M} ._\\-]{0,99}$", 100)]
    [InlineData("^[^]{0,20000}$", 20000)]
    public void Pattern_LongCounts_AreDecidedExactly(string source, int max)
    {
        var pattern = new Pattern(source);
        Assert.True(pattern.IsMatch(Encoding.UTF8.GetBytes(new string('字', max))));
        Assert.False(pattern.IsMatch(Encoding.UTF8.GetBytes(new string('字', max + 1))));
    }
}
