using System.Globalization;

namespace JcmHub.JsonSchema.Formats;

/// <summary>
/// Labels of a host name that begin with <c>xn--</c>: each stands for a U-label of IDNA 2008 (RFC 5890 to 5892). The rule for writing from right to
/// left (RFC 5893) is not looked at.
/// </summary>
internal static class ALabels
{
    private const int MiddleDot = 0xB7, Keraia = 0x375, Geresh = 0x5F3, Gershayim = 0x5F4, KatakanaMiddleDot = 0x30FB, NonJoiner = 0x200C, Joiner = 0x200D, Virama = 9;

    public static bool HasPrefix(ReadOnlySpan<byte> label) => label.Length >= 4 && (label[0] | 0x20) == 'x' && (label[1] | 0x20) == 'n' && label[2] == '-' && label[3] == '-';

    /// <summary>Whether the label, which has the prefix, decodes to a U-label.</summary>
    public static bool IsALabel(ReadOnlySpan<byte> label)
    {
        if (Punycode.Decode(label[4..]) is not { Count: > 0 } decoded || decoded.TrueForAll(c => c < 0x80))
            return false;
        // Host names know no case, and what a label is looked up by is in lower case (RFC 5891, 5.3).
        int[] text = [.. decoded.Select(c => c is >= 'A' and <= 'Z' ? c + 0x20 : c)];
        if (text[0] == '-' || text[^1] == '-' || text is [_, _, '-', '-', ..] || IsMark(text[0]) || !IsComposed(text))
            return false;
        for (var i = 0; i < text.Length; i++)
        {
            if (!IdnData.Instance.IsValid(text[i]) && !FitsItsContext(text, i))
                return false;
        }
        return true;
    }

    /// <summary>The rules of RFC 5892, appendix A.</summary>
    private static bool FitsItsContext(int[] text, int i)
    {
        var before = i > 0 ? text[i - 1] : -1;
        var after = i + 1 < text.Length ? text[i + 1] : -1;
        return text[i] switch
        {
            NonJoiner => IsVirama(before) || IsBetweenJoining(text, i),
            Joiner => IsVirama(before),
            MiddleDot => before == 'l' && after == 'l',
            Keraia => IsGreek(after),
            Geresh or Gershayim => IsHebrew(before),
            KatakanaMiddleDot => Array.Exists(text, IsJapanese),
            >= 0x660 and <= 0x669 => !Array.Exists(text, c => c is >= 0x6F0 and <= 0x6F9),
            >= 0x6F0 and <= 0x6F9 => !Array.Exists(text, c => c is >= 0x660 and <= 0x669),
            _ => false,
        };
    }

    /// <summary>A.1: a letter that joins to the left, any that are transparent, here, any that are transparent, a letter that joins to the right.</summary>
    private static bool IsBetweenJoining(int[] text, int i)
    {
        var left = i - 1;
        while (left >= 0 && IdnData.Instance.JoiningTypeOf(text[left]) == 'T')
            left--;
        var right = i + 1;
        while (right < text.Length && IdnData.Instance.JoiningTypeOf(text[right]) == 'T')
            right++;
        return left >= 0 && right < text.Length
            && IdnData.Instance.JoiningTypeOf(text[left]) is 'L' or 'D' && IdnData.Instance.JoiningTypeOf(text[right]) is 'R' or 'D';
    }

    /// <summary>NFC (RFC 5891, 4.2.1): marks stand in their order, and nothing is left to be composed.</summary>
    private static bool IsComposed(int[] text)
    {
        var data = IdnData.Instance;
        var starter = -1;
        byte last = 0;
        foreach (var c in text)
        {
            var its = data.ClassOf(c);
            if (its != 0 && its < last)
                return false;
            // A mark of the same class before it keeps it from its starter; so does any mark from a starter.
            if (starter >= 0 && (last == 0 || (its != 0 && last < its)) && data.Composes(starter, c))
                return false;
            last = its;
            if (its == 0)
                starter = c;
        }
        return true;
    }

    private static bool IsVirama(int c) => c >= 0 && IdnData.Instance.ClassOf(c) == Virama;

    private static bool IsMark(int c) =>
        CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    private static bool IsGreek(int c) => c is (>= 0x370 and <= 0x3E1 and not 0x37E and not 0x385 and not 0x387) or (>= 0x3F0 and <= 0x3FF) or (>= 0x1F00 and <= 0x1FFE);

    private static bool IsHebrew(int c) => c is (>= 0x591 and <= 0x5F4) or (>= 0xFB1D and <= 0xFB4F);

    private static bool IsJapanese(int c) => c is
        (>= 0x3041 and <= 0x3096) or (>= 0x309D and <= 0x309F) or (>= 0x30A1 and <= 0x30FA) or (>= 0x30FD and <= 0x30FF) or (>= 0x31F0 and <= 0x31FF)
        or (>= 0x1AFF0 and <= 0x1B167) or 0x3005 or 0x3007 or (>= 0x3021 and <= 0x3029) or (>= 0x3038 and <= 0x303B) or (>= 0x3400 and <= 0x4DBF)
        or (>= 0x4E00 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAD9) or (>= 0x20000 and <= 0x323AF);
}
