namespace JcmHub.JsonSchema.Formats;

/// <summary>RFC 3492, section 6.2, with the parameters of IDNA.</summary>
internal static class Punycode
{
    private const int Base = 36;
    private const int LeastThreshold = 1;
    private const int MostThreshold = 26;

    /// <summary>The code points that a text stands for; null where it is no Punycode.</summary>
    public static List<int>? Decode(ReadOnlySpan<byte> text)
    {
        var output = new List<int>(text.Length);
        var delimiter = text.LastIndexOf((byte)'-');
        for (var i = 0; i < delimiter; i++)
            output.Add(text[i]);
        var (n, index, bias) = (0x80L, 0L, 72);
        for (var at = delimiter + 1; at < text.Length;)
        {
            var before = index;
            var weight = 1L;
            for (var k = Base; ; k += Base)
            {
                if (at == text.Length)
                    return null;
                var digit = DigitOf(text[at++]);
                index += digit * weight;
                if (digit < 0 || index > int.MaxValue)
                    return null;
                var threshold = Math.Clamp(k - bias, LeastThreshold, MostThreshold);
                if (digit < threshold)
                    break;
                weight *= Base - threshold;
                if (weight > int.MaxValue)
                    return null;
            }
            var length = output.Count + 1;
            bias = Adapt(index - before, length, isFirst: before == 0);
            n += index / length;
            index %= length;
            if (n is > 0x10FFFF or (>= 0xD800 and <= 0xDFFF))
                return null;
            output.Insert((int)index++, (int)n);
        }
        return output;
    }

    private static int DigitOf(byte b) => (char)b switch
    {
        >= 'a' and <= 'z' => b - 'a',
        >= 'A' and <= 'Z' => b - 'A',
        >= '0' and <= '9' => b - '0' + 26,
        _ => -1,
    };

    private static int Adapt(long delta, int length, bool isFirst)
    {
        delta = isFirst ? delta / 700 : delta / 2;
        delta += delta / length;
        var k = 0;
        for (; delta > (Base - LeastThreshold) * MostThreshold / 2; k += Base)
            delta /= Base - LeastThreshold;
        return k + (int)((Base - LeastThreshold + 1) * delta / (delta + 38));
    }
}
