using System.Runtime.CompilerServices;
using JcmHub.JsonSchema.Plans;
using JcmHub.JsonSchema.Text;

namespace JcmHub.JsonSchema.Runs;

/// <summary>The grammar of RFC 8259, token by token.</summary>
internal sealed partial class ValidationRun
{
    private int Read(ReadOnlySpan<byte> data, bool isFinal)
    {
        _needsMore = false;
        var i = _expect == Expect.Start ? SkipByteOrderMark(data, isFinal) : 0;
        while (!_isFinished && !_needsMore)
        {
            i = SkipWhitespace(data, i);
            if (i >= data.Length)
                break;
            _token = i;
            i = Step(data, i, isFinal);
        }
        if (isFinal && !_isFinished)
        {
            if (_expect != Expect.End)
                Fault(ErrorCodes.JsonTruncated, data.Length, data[i..]);
            _isFinished = true;
        }
        _offset += i;
        return i;
    }

    private int Step(ReadOnlySpan<byte> data, int i, bool isFinal)
    {
        var b = data[i];
        switch (_expect)
        {
            case Expect.AfterValue:
                ref var frame = ref _frames[_depth - 1];
                if (b == ',')
                {
                    _expect = frame.IsObject ? Expect.Name : Expect.Value;
                    return i + 1;
                }
                return b == (frame.IsObject ? '}' : ']') ? Close(i) : Unexpected(data, i, isFinal);
            case Expect.FirstName when b == '}':
                return Close(i);
            case Expect.FirstName or Expect.Name:
                return b == '"' ? Members(data, i, isFinal) : Unexpected(data, i, isFinal);
            case Expect.Colon:
                if (b != ':')
                    return Unexpected(data, i, isFinal);
                _expect = Expect.MemberValue;
                return i + 1;
            case Expect.MemberValue:
                return Value(data, i, isFinal, _nameText.AsSpan(0, _nameLength));
            case Expect.FirstItem when b == ']':
                return Close(i);
            case Expect.FirstItem or Expect.Value:
                return Item(data, i, isFinal);
            default:
                return Unexpected(data, i, isFinal);
        }
    }

    private int Item(ReadOnlySpan<byte> data, int i, bool isFinal)
    {
        if (_depth == 0)
            return Value(data, i, isFinal, default);
        ref var frame = ref _frames[_depth - 1];
        _plan = frame.Arrays!.Item(frame.Count);
        frame.Count++;
        var next = Value(data, i, isFinal, default);
        // A token cut off by the end of this piece is begun again with the next.
        if (_needsMore)
            frame.Count--;
        return next;
    }

    /// <summary>
    /// Members as long as they follow one another and hold scalars, which is where a long report spends its time; a
    /// container, a cut-off token or anything unusual goes back to <see cref="Step"/>.
    /// </summary>
    private int Members(ReadOnlySpan<byte> data, int i, bool isFinal)
    {
        ref var frame = ref _frames[_depth - 1];
        var rules = frame.Objects!;
        while (true)
        {
            _token = i;
            ReadOnlySpan<byte> name;
            var known = rules.Names.Guess(data[i..], frame.LastName, out var length);
            if (known >= 0)
            {
                name = data.Slice(i + 1, length - 3);
                if (!EnterMember(ref frame, rules, i, name, known))
                    return i;
                i = SkipWhitespace(data, i + length);
                _expect = Expect.MemberValue;
            }
            else
            {
                i = Name(ref frame, rules, data, i, out name);
                if (_isFinished || _needsMore || _expect != Expect.MemberValue)
                    return i;
            }
            if (i < data.Length)
                i = Value(data, i, isFinal, name);
            if (_expect == Expect.MemberValue)
            {
                KeepName(name);
                return i;
            }
            if (_expect != Expect.AfterValue || _isFinished || i >= data.Length || data[i] != ',')
                return i;
            _expect = Expect.Name;
            i = SkipWhitespace(data, i + 1);
            if (i >= data.Length || data[i] != '"')
                return i;
        }
    }

    /// <summary>A name that was not guessed, and its colon where that is in the data.</summary>
    private int Name(ref Frame frame, ObjectRules rules, ReadOnlySpan<byte> data, int i, out ReadOnlySpan<byte> name)
    {
        name = default;
        var end = StringScanner.Scan(data, i + 1, _maxStringBytes, out var traits, out var fault);
        if (end < 0)
            return Incomplete(end, data, i, fault);
        name = data[(i + 1)..end];
        if ((traits & StringTraits.Escapes) != 0)
        {
            Keep(ref _nameText, name.Length);
            name = _nameText.AsSpan(0, StringScanner.Unescape(name, _nameText));
        }
        if (!EnterMember(ref frame, rules, i, name, rules.Names.Find(name, frame.LastName)))
            return i;
        if ((traits & StringTraits.NonAscii) != 0)
            _lineExtra += StringScanner.ContinuationBytes(data[i..end]);
        i = SkipWhitespace(data, end + 1);
        if (i < data.Length && data[i] == ':')
        {
            _expect = Expect.MemberValue;
            return SkipWhitespace(data, i + 1);
        }
        _expect = Expect.Colon;
        KeepName(name);
        return i;
    }

    /// <summary>The value comes with the next piece; the name is needed until then.</summary>
    private void KeepName(ReadOnlySpan<byte> name)
    {
        Keep(ref _nameText, name.Length);
        name.CopyTo(_nameText);
        _nameLength = name.Length;
    }

    private int Value(ReadOnlySpan<byte> data, int i, bool isFinal, ReadOnlySpan<byte> name)
    {
        _token = i;
        switch (data[i])
        {
            case (byte)'"':
                return StringValue(data, i, name);
            case (byte)'{':
                return Open(i, isObject: true, name);
            case (byte)'[':
                return Open(i, isObject: false, name);
            case (byte)'-' or (>= (byte)'0' and <= (byte)'9'):
                var end = NumberScanner.Scan(data, i, isFinal, _options.MaxNumberLength, out var isPlainInteger, out var fault);
                if (end < 0)
                    return Incomplete(end, data, i, fault);
                Scalar(new ScalarValue(ScalarKind.Number, data[i..end], isPlainInteger), i, name);
                return end;
            case (byte)'t':
                return Literal(data, i, "true"u8, ScalarKind.Boolean, name);
            case (byte)'f':
                return Literal(data, i, "false"u8, ScalarKind.Boolean, name);
            case (byte)'n':
                return Literal(data, i, "null"u8, ScalarKind.Null, name);
            default:
                return Unexpected(data, i, isFinal);
        }
    }

    private int StringValue(ReadOnlySpan<byte> data, int i, ReadOnlySpan<byte> name)
    {
        var end = StringScanner.NextSpecial(data, i + 1);
        if (end < data.Length && data[end] == '"' && end - i <= _maxStringBytes)
        {
            Scalar(new ScalarValue(ScalarKind.String, data[(i + 1)..end]), i, name);
            return end + 1;
        }
        return UnusualString(data, i, name);
    }

    private int UnusualString(ReadOnlySpan<byte> data, int i, ReadOnlySpan<byte> name)
    {
        var end = StringScanner.Scan(data, i + 1, _maxStringBytes, out var traits, out var fault);
        if (end < 0)
            return Incomplete(end, data, i, fault);
        var text = data[(i + 1)..end];
        if ((traits & StringTraits.Escapes) != 0)
        {
            Keep(ref _valueText, text.Length);
            text = _valueText.AsSpan(0, StringScanner.Unescape(text, _valueText));
        }
        Scalar(new ScalarValue(ScalarKind.String, text), i, name);
        if ((traits & StringTraits.NonAscii) != 0)
            _lineExtra += StringScanner.ContinuationBytes(data[i..end]);
        return end + 1;
    }

    private int Literal(ReadOnlySpan<byte> data, int i, ReadOnlySpan<byte> literal, ScalarKind kind, ReadOnlySpan<byte> name)
    {
        var length = Math.Min(literal.Length, data.Length - i);
        var common = data.Slice(i, length).CommonPrefixLength(literal);
        if (common < length)
            return Incomplete(StringScanner.Faulty, data, i, new ScanFault(ErrorCodes.JsonSyntax, i + common));
        if (common < literal.Length)
            return Incomplete(StringScanner.NeedMore, data, i, default);
        Scalar(new ScalarValue(kind, literal), i, name);
        return i + literal.Length;
    }

    private int SkipByteOrderMark(ReadOnlySpan<byte> data, bool isFinal)
    {
        if (data.Length < 3 && !isFinal)
        {
            _needsMore = true;
            return 0;
        }
        _expect = Expect.Value;
        if (data.StartsWith("\uFEFF"u8))
        {
            _lineStart = 3;
            return 3;
        }
        if (data.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) || data.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]))
            Fault(ErrorCodes.JsonByteOrderMark, 0, default);
        return 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int SkipWhitespace(ReadOnlySpan<byte> data, int i) =>
        i < data.Length && data[i] <= ' ' ? SkipSomeWhitespace(data, i) : i;

    private int SkipSomeWhitespace(ReadOnlySpan<byte> data, int i)
    {
        for (; i < data.Length; i++)
        {
            switch (data[i])
            {
                case (byte)' ' or (byte)'\t' or (byte)'\r':
                    continue;
                case (byte)'\n':
                    _line++;
                    _lineStart = _offset + i + 1;
                    _lineExtra = 0;
                    continue;
                default:
                    return i;
            }
        }
        return i;
    }

    private int Incomplete(int status, ReadOnlySpan<byte> data, int tokenStart, ScanFault fault)
    {
        if (status == StringScanner.NeedMore)
            _needsMore = true;
        else
            Fault(fault.Code, fault.Position, data[tokenStart..fault.Position]);
        return tokenStart;
    }

    private int Unexpected(ReadOnlySpan<byte> data, int i, bool isFinal)
    {
        var rest = data[i..];
        if (rest[0] == 0xEF && rest.Length < 3 && !isFinal)
        {
            _needsMore = true;
            return i;
        }
        var code = rest.StartsWith("\uFEFF"u8) ? ErrorCodes.JsonByteOrderMark
            : _expect == Expect.End ? ErrorCodes.JsonTrailingContent
            : ErrorCodes.JsonSyntax;
        Fault(code, i, default);
        return i;
    }

    private static void Keep(ref byte[] buffer, int length)
    {
        if (buffer.Length < length)
            buffer = new byte[Math.Max(length, Math.Max(256, buffer.Length * 2))];
    }
}
