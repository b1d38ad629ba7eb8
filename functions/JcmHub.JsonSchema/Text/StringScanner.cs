using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;
using System.Text.Unicode;

namespace JcmHub.JsonSchema.Text;

/// <summary>
/// Finds the end of a string token and proves it well-formed: RFC 8259 escapes, valid UTF-8, no unpaired surrogate.
/// What is reported for a string does not depend on how its bytes arrived: a token is scanned again from its start.
/// </summary>
internal static class StringScanner
{
    public const int NeedMore = -1;
    public const int Faulty = -2;

    /// <summary>
    /// The index of the first byte from <paramref name="i"/> on that may end the string, begin an escape, is a control
    /// character or not ASCII; the data's end where there is none.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int NextSpecial(ReadOnlySpan<byte> data, int i)
    {
        ref var origin = ref MemoryMarshal.GetReference(data);
        // As signed bytes, everything below the space is a control character or not ASCII.
        if (Vector256.IsHardwareAccelerated)
        {
            for (; i <= data.Length - Vector256<byte>.Count; i += Vector256<byte>.Count)
            {
                var v = Vector256.LoadUnsafe(ref origin, (nuint)i);
                var mask = (Vector256.Equals(v, Vector256.Create((byte)'"')) | Vector256.Equals(v, Vector256.Create((byte)'\\'))
                    | Vector256.LessThan(v.AsSByte(), Vector256.Create((sbyte)0x20)).AsByte()).ExtractMostSignificantBits();
                if (mask != 0)
                    return i + BitOperations.TrailingZeroCount(mask);
            }
        }
        for (; i <= data.Length - Vector128<byte>.Count; i += Vector128<byte>.Count)
        {
            var v = Vector128.LoadUnsafe(ref origin, (nuint)i);
            var mask = (Vector128.Equals(v, Vector128.Create((byte)'"')) | Vector128.Equals(v, Vector128.Create((byte)'\\'))
                | Vector128.LessThan(v.AsSByte(), Vector128.Create((sbyte)0x20)).AsByte()).ExtractMostSignificantBits();
            if (mask != 0)
                return i + BitOperations.TrailingZeroCount(mask);
        }
        while (i < data.Length && data[i] is not ((byte)'"' or (byte)'\\' or < 0x20 or >= 0x80))
            i++;
        return i;
    }

    /// <summary>The index of the closing quote, <see cref="NeedMore"/> or <see cref="Faulty"/>. <paramref name="start"/> is after the opening quote.</summary>
    public static int Scan(ReadOnlySpan<byte> data, int start, int maxLength, out StringTraits traits, out ScanFault fault)
    {
        traits = StringTraits.None;
        fault = default;
        var i = start;
        while (true)
        {
            i = NextSpecial(data, i);
            if (i >= data.Length)
                return data.Length - start > maxLength ? TooLong(start, out fault) : NeedMore;
            var b = data[i];
            if (b == '"')
                break;
            if (b >= 0x80)
            {
                traits |= StringTraits.NonAscii;
                i = SkipNonAscii(data, i);
                continue;
            }
            if (b < 0x20)
                return Fault(ErrorCodes.JsonSyntax, i, start, maxLength, out fault);
            traits |= StringTraits.Escapes;
            var next = SkipEscape(data, i, out var code, out var at, out var seen);
            if (next == Faulty)
                return seen - start > maxLength ? TooLong(start, out fault) : Fault(code, at, start, maxLength, out fault);
            if (next == NeedMore)
                return data.Length - start > maxLength ? TooLong(start, out fault) : NeedMore;
            i = next;
        }
        if (i - start > maxLength)
            return TooLong(start, out fault);
        if ((traits & StringTraits.NonAscii) != 0 && !Utf8.IsValid(data[start..i]))
            return Fault(ErrorCodes.JsonEncoding, start + FirstInvalid(data[start..i]), start, maxLength, out fault);
        return i;
    }

    /// <summary>Code points on the way are counted by leaving out continuation bytes.</summary>
    public static int ContinuationBytes(ReadOnlySpan<byte> utf8)
    {
        var count = 0;
        foreach (var b in utf8)
            count += (b & 0xC0) == 0x80 ? 1 : 0;
        return count;
    }

    /// <summary>
    /// Writes the characters of an already scanned string; the result is never longer than the token.
    /// </summary>
    public static int Unescape(ReadOnlySpan<byte> token, Span<byte> destination)
    {
        var written = 0;
        var i = 0;
        while (i < token.Length)
        {
            var run = token[i..].IndexOf((byte)'\\');
            if (run < 0)
                run = token.Length - i;
            token.Slice(i, run).CopyTo(destination[written..]);
            written += run;
            i += run;
            if (i == token.Length)
                break;
            var c = token[i + 1];
            i += 2;
            if (c != 'u')
            {
                destination[written++] = Simple(c);
                continue;
            }
            var unit = Hex4(token, i);
            i += 4;
            if (unit is >= 0xD800 and <= 0xDBFF)
            {
                unit = 0x10000 + ((unit - 0xD800) << 10) + (Hex4(token, i + 2) - 0xDC00);
                i += 6;
            }
            written += new Rune(unit).EncodeToUtf8(destination[written..]);
        }
        return written;
    }

    private static int SkipNonAscii(ReadOnlySpan<byte> data, int i)
    {
        while (i < data.Length && data[i] >= 0x80)
            i++;
        return i;
    }

    /// <summary>
    /// The index after the escape at <paramref name="i"/>. A fault is told at <paramref name="at"/>, but is only known
    /// when the byte at <paramref name="seen"/> has come, which is what the length limit goes by.
    /// </summary>
    private static int SkipEscape(ReadOnlySpan<byte> data, int i, out string code, out int at, out int seen)
    {
        code = ErrorCodes.JsonSyntax;
        at = seen = i + 1;
        if (i + 1 >= data.Length)
            return NeedMore;
        if (data[i + 1] != 'u')
            return data[i + 1] is (byte)'"' or (byte)'\\' or (byte)'/' or (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t'
                ? i + 2
                : Faulty;
        var unit = HexOrNeed(data, i + 2, ref at);
        seen = at;
        if (unit < 0)
            return unit;
        if (unit is < 0xD800 or > 0xDFFF)
            return i + 6;
        code = ErrorCodes.JsonSurrogate;
        at = i;
        seen = i + 5;
        if (unit >= 0xDC00)
            return Faulty;
        for (seen = i + 6; seen < i + 8; seen++)
        {
            if (seen >= data.Length)
                return NeedMore;
            if (data[seen] != (seen == i + 6 ? '\\' : 'u'))
                return Faulty;
        }
        seen = i + 11;
        var low = HexOrNeed(data, i + 8, ref seen);
        if (low == Faulty)
        {
            code = ErrorCodes.JsonSyntax;
            at = seen;
        }
        if (low < 0)
            return low;
        return low is >= 0xDC00 and <= 0xDFFF ? i + 12 : Faulty;
    }

    private static int HexOrNeed(ReadOnlySpan<byte> data, int i, ref int at)
    {
        for (var k = 0; k < 4; k++)
        {
            if (i + k >= data.Length)
                return NeedMore;
            if (!char.IsAsciiHexDigit((char)data[i + k]))
            {
                at = i + k;
                return Faulty;
            }
        }
        return Hex4(data, i);
    }

    private static int Hex4(ReadOnlySpan<byte> data, int i)
    {
        var value = 0;
        for (var k = 0; k < 4; k++)
        {
            var c = data[i + k];
            value = (value << 4) | (c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
        }
        return value;
    }

    private static byte Simple(byte c) => c switch
    {
        (byte)'b' => (byte)'\b',
        (byte)'f' => (byte)'\f',
        (byte)'n' => (byte)'\n',
        (byte)'r' => (byte)'\r',
        (byte)'t' => (byte)'\t',
        _ => c,
    };

    private static int FirstInvalid(ReadOnlySpan<byte> utf8)
    {
        var i = 0;
        while (Rune.DecodeFromUtf8(utf8[i..], out _, out var length) == System.Buffers.OperationStatus.Done)
            i += length;
        return i;
    }

    private static int Fault(string code, int at, int start, int maxLength, out ScanFault fault)
    {
        if (at - start > maxLength)
            return TooLong(start, out fault);
        fault = new ScanFault(code, at);
        return Faulty;
    }

    private static int TooLong(int start, out ScanFault fault)
    {
        fault = new ScanFault(ErrorCodes.LimitString, start - 1);
        return Faulty;
    }
}
