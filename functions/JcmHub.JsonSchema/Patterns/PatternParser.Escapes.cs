using System.Text;

namespace JcmHub.JsonSchema.Patterns;

/// <summary>Escapes and character classes.</summary>
internal sealed partial class PatternParser
{
    private PatternNode Escape()
    {
        if (Next is >= '1' and <= '9')
        {
            _highestReference = Math.Max(_highestReference, Decimal());
            return Backreference();
        }
        if (TryTake('k'))
        {
            Expect('<');
            _namedReferences.Add(GroupName());
            return Backreference();
        }
        return new PatternNode.OneOf(ClassEscape() ?? CodePointSet.Of(CharacterEscape()));
    }

    private PatternNode Backreference()
    {
        Unsupported ??= "a back reference";
        return PatternNode.Empty;
    }

    /// <summary>The set of an escape that stands for many characters; null where it stands for one.</summary>
    private CodePointSet? ClassEscape()
    {
        if (CharacterClasses.Of(Next) is { } named)
        {
            _at++;
            return named;
        }
        if (Next is not ('p' or 'P'))
            return null;
        var isNegated = _source[_at++] == 'P';
        Expect('{');
        var set = Property();
        Expect('}');
        return isNegated ? set.Complement() : set;
    }

    private CodePointSet Property()
    {
        var name = PropertyWord();
        if (!TryTake('='))
            return UnicodeProperties.Category(name) ?? UnicodeProperties.Binary(name) ?? Unknown(name, UnicodeProperties.IsBinary(name));
        var value = PropertyWord();
        return name switch
        {
            "General_Category" or "gc" => UnicodeProperties.Category(value) ?? Unknown($"{name}={value}", isKnown: false),
            "Script" or "sc" or "Script_Extensions" or "scx" => Unknown($"{name}={value}", isKnown: value.Length > 0),
            _ => Unknown($"{name}={value}", isKnown: false),
        };
    }

    private CodePointSet Unknown(string property, bool isKnown)
    {
        if (!isKnown)
            throw Wrong($"the unknown property {property}", $"未知のプロパティ {property} です");
        Unsupported ??= $"the property {property}";
        return CodePointSet.Empty;
    }

    private string PropertyWord()
    {
        var word = new StringBuilder();
        while (Next is (>= '0' and <= '9') or (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or '_')
            word.Append((char)_source[_at++]);
        return word.ToString();
    }

    private int CharacterEscape()
    {
        if (IsAtEnd)
            throw Wrong("a backslash at the end", "末尾に逆斜線があります");
        var c = _source[_at++];
        switch (c)
        {
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'v':
                return '\v';
            case 'c' when Next is (>= 'A' and <= 'Z') or (>= 'a' and <= 'z'):
                return _source[_at++] % 32;
            case '0' when Next is < '0' or > '9':
                return 0;
            case 'x':
                return Hex(2);
            case 'u':
                return UnicodeEscape();
            case '^' or '$' or '\\' or '.' or '*' or '+' or '?' or '(' or ')' or '[' or ']' or '{' or '}' or '|' or '/':
                return c;
            default:
                throw Wrong($"the escape \\{char.ConvertFromUtf32(c)}", $"エスケープ \\{char.ConvertFromUtf32(c)} は使えません");
        }
    }

    private int UnicodeEscape()
    {
        if (TryTake('{'))
        {
            var value = 0;
            var start = _at;
            while (HexDigit(Next) is >= 0 and var digit)
            {
                _at++;
                if ((value = value * 16 + digit) > CodePointSet.Last)
                    throw Wrong("an escape beyond U+10FFFF", "U+10FFFFを超えるエスケープです");
            }
            if (_at == start)
                throw Wrong("an escape without digits", "エスケープに数字がありません");
            Expect('}');
            return value;
        }
        var unit = Hex(4);
        if (unit is < 0xD800 or > 0xDBFF || !TryTake("\\u"))
            return unit;
        var before = _at - 2;
        if (Next != '{' && Hex(4) is >= 0xDC00 and <= 0xDFFF and var low)
            return 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
        _at = before;
        return unit;
    }

    private int Hex(int digits)
    {
        var value = 0;
        for (var i = 0; i < digits; i++, _at++)
        {
            if (HexDigit(Next) is not (>= 0 and var digit))
                throw Wrong("an escape with too few digits", "エスケープの桁数が足りません");
            value = value * 16 + digit;
        }
        return value;
    }

    private static int HexDigit(int c) => c switch
    {
        >= '0' and <= '9' => c - '0',
        >= 'a' and <= 'f' => c - 'a' + 10,
        >= 'A' and <= 'F' => c - 'A' + 10,
        _ => -1,
    };

    private CodePointSet Class()
    {
        var isNegated = TryTake('^');
        var sets = new List<CodePointSet>();
        while (!TryTake(']'))
        {
            var first = ClassAtom(out var firstSet);
            if (Next != '-' || _at + 1 >= _source.Length || _source[_at + 1] == ']')
            {
                sets.Add(firstSet ?? CodePointSet.Of(first));
                continue;
            }
            _at++;
            var last = ClassAtom(out var lastSet);
            if (firstSet is not null || lastSet is not null || last < first)
                throw Wrong("a range whose ends are not in order", "範囲の両端が正しくありません");
            sets.Add(CodePointSet.Of((first, last)));
        }
        var union = CodePointSet.Of([.. sets.SelectMany(s => s.Ranges)]);
        return isNegated ? union.Complement() : union;
    }

    private int ClassAtom(out CodePointSet? set)
    {
        set = null;
        if (IsAtEnd)
            throw Wrong("']' is missing", "']' がありません");
        if (!TryTake('\\'))
            return _source[_at++];
        if (TryTake('b'))
            return '\b';
        if (TryTake('-'))
            return '-';
        set = ClassEscape();
        return set is null ? CharacterEscape() : 0;
    }
}
