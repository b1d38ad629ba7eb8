using System.Text;
using System.Text.RegularExpressions;

namespace JcmHub.JsonSchema.Patterns;

internal sealed class Pattern(string source)
{
    private readonly Regex _regex = new(source, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    public string Source { get; } = source;

    public bool IsMatch(ReadOnlySpan<byte> utf8) => _regex.IsMatch(Encoding.UTF8.GetString(utf8));
}
