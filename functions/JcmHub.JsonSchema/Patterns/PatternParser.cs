using System.Globalization;
using System.Text;

namespace JcmHub.JsonSchema.Patterns;

/// <summary>
/// Reads a regular expression by the grammar of ECMA-262, section 22.2.1, with the u flag. The whole grammar is read, so
/// that <see cref="Unsupported"/> can tell a pattern that cannot be decided here from one that is wrong.
/// </summary>
internal sealed partial class PatternParser
{
    private const int MaxNesting = 250;
    private const int MaxCount = int.MaxValue / 2;

    private readonly int[] _source;
    private readonly HashSet<string> _groupNames = [];
    private readonly List<string> _namedReferences = [];
    private int _at;
    private int _nesting;
    private int _groups;
    private int _highestReference;

    private PatternParser(string source) => _source = [.. source.EnumerateRunes().Select(r => r.Value)];

    /// <summary>What stands in the way of deciding the pattern; null for nothing.</summary>
    public string? Unsupported { get; private set; }

    private bool IsAtEnd => _at == _source.Length;

    private int Next => _at < _source.Length ? _source[_at] : -1;

    /// <exception cref="PatternException">Not a pattern.</exception>
    public static (PatternNode Node, string? Unsupported) Parse(string source)
    {
        var parser = new PatternParser(source);
        var node = parser.Disjunction();
        if (!parser.IsAtEnd)
            throw parser.Wrong("an unmatched closing parenthesis", "対応する開き括弧がありません");
        if (parser._highestReference > parser._groups || parser._namedReferences.Exists(name => !parser._groupNames.Contains(name)))
            throw parser.Wrong("a reference to a group that does not exist", "存在しないグループへの参照です");
        return (node, parser.Unsupported);
    }

    private PatternNode Disjunction()
    {
        if (++_nesting > MaxNesting)
            throw Wrong("nested too deeply", "入れ子が深すぎます");
        var parts = new List<PatternNode> { Alternative() };
        while (TryTake('|'))
            parts.Add(Alternative());
        _nesting--;
        return parts.Count == 1 ? parts[0] : new PatternNode.Choice(parts);
    }

    private PatternNode Alternative()
    {
        var parts = new List<PatternNode>();
        while (Next is not (-1 or '|' or ')'))
            parts.Add(Term());
        return parts.Count == 1 ? parts[0] : new PatternNode.Sequence(parts);
    }

    private PatternNode Term()
    {
        if (TryTake('^'))
            return new PatternNode.Edge(EdgeKind.Start);
        if (TryTake('$'))
            return new PatternNode.Edge(EdgeKind.End);
        if (TryTake("\\b"))
            return new PatternNode.Edge(EdgeKind.WordBoundary);
        if (TryTake("\\B"))
            return new PatternNode.Edge(EdgeKind.NoWordBoundary);
        foreach (var opening in (ReadOnlySpan<string>)["(?=", "(?!", "(?<=", "(?<!"])
        {
            if (!TryTake(opening))
                continue;
            Unsupported ??= opening.Length == 3 ? "lookahead" : "lookbehind";
            Disjunction();
            Expect(')');
            return PatternNode.Empty;
        }
        return Quantified(Atom());
    }

    private PatternNode Quantified(PatternNode atom)
    {
        var (min, max) = (1, 1);
        if (TryTake('*'))
            (min, max) = (0, -1);
        else if (TryTake('+'))
            (min, max) = (1, -1);
        else if (TryTake('?'))
            (min, max) = (0, 1);
        else if (TryTake('{'))
            (min, max) = Braces();
        else
            return atom;
        // A lazy quantifier finds another match, never a different yes or no.
        TryTake('?');
        return new PatternNode.Repeat(atom, min, max);
    }

    private (int Min, int Max) Braces()
    {
        var min = Decimal();
        var max = min;
        if (TryTake(','))
            max = Next == '}' ? -1 : Decimal();
        Expect('}');
        return max >= 0 && max < min ? throw Wrong("a quantifier whose numbers are out of order", "量指定子の数が逆です") : (min, max);
    }

    private int Decimal()
    {
        if (Next is < '0' or > '9')
            throw Wrong("a brace that is not a quantifier", "波括弧が量指定子になっていません");
        var value = 0;
        for (; Next is >= '0' and <= '9'; _at++)
            value = value > MaxCount / 10 - 1 ? MaxCount : value * 10 + (Next - '0');
        return value;
    }

    private PatternNode Atom()
    {
        var c = Next;
        switch (c)
        {
            case '.':
                _at++;
                return new PatternNode.OneOf(CharacterClasses.AnyButLineTerminator);
            case '(':
                _at++;
                return Group();
            case '[':
                _at++;
                return new PatternNode.OneOf(Class());
            case '\\':
                _at++;
                return Escape();
            case '*' or '+' or '?':
                throw Wrong("a quantifier with nothing to repeat", "量指定子の対象がありません");
            case '{' or '}' or ']':
                throw Wrong("a bracket that must be escaped", "エスケープされていない括弧です");
            default:
                _at++;
                return new PatternNode.OneOf(CodePointSet.Of(c));
        }
    }

    private PatternNode Group()
    {
        if (TryTake("?<"))
        {
            if (!_groupNames.Add(GroupName()))
                throw Wrong("a group name that is used twice", "グループ名が重複しています");
            _groups++;
        }
        else if (TryTake('?'))
        {
            if (Next is 'i' or 'm' or 's' or '-')
                Modifiers();
            else
                Expect(':');
        }
        else
            _groups++;
        var inner = Disjunction();
        Expect(')');
        return inner;
    }

    private void Modifiers()
    {
        while (Next is 'i' or 'm' or 's' or '-')
            _at++;
        Expect(':');
        Unsupported ??= "a modifier";
    }

    private string GroupName()
    {
        var name = new StringBuilder();
        while (!IsAtEnd && Next != '>')
        {
            var c = _source[_at++];
            if (c == '\\')
                c = TryTake('u') ? UnicodeEscape() : throw Wrong("a group name with an escape", "グループ名のエスケープが正しくありません");
            var category = CharUnicodeInfo.GetUnicodeCategory(c);
            var isLetter = category is <= UnicodeCategory.OtherLetter or UnicodeCategory.LetterNumber || c is '$' or '_';
            var continues = category is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
                or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.ConnectorPunctuation || c is 0x200C or 0x200D;
            if (!isLetter && (name.Length == 0 || !continues))
                throw Wrong("a group name that is not an identifier", "グループ名が識別子ではありません");
            name.Append(c is >= 0xD800 and <= 0xDFFF ? "\uFFFD" : char.ConvertFromUtf32(c));
        }
        Expect('>');
        return name.Length > 0 ? name.ToString() : throw Wrong("a group without a name", "グループ名がありません");
    }

    private bool TryTake(char c)
    {
        if (Next != c)
            return false;
        _at++;
        return true;
    }

    private bool TryTake(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (_at + i >= _source.Length || _source[_at + i] != text[i])
                return false;
        }
        _at += text.Length;
        return true;
    }

    private void Expect(char c)
    {
        if (!TryTake(c))
            throw Wrong($"'{c}' is missing", $"'{c}' がありません");
    }

    private PatternException Wrong(string message, string messageJa) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{message} (at {_at})"), string.Create(CultureInfo.InvariantCulture, $"{messageJa}（{_at}文字目）"));
}
