using System.Globalization;
using System.Text;

namespace JcmHub.Domain.Identifiers;

/// <summary>
/// What of a name counts when two are compared. Names that differ only in white space, width, case, normal form or invisible characters are one
/// name: to people they are, and two meters that are one would count its tonnes twice.
/// </summary>
public static class NameFolding
{
    // Pairs: as written, and the Latin letter, sign or kana that it looks like. After Unicode's confusables (UTS #39), those that a keyboard gives.
    private const string Lookalikes =
        "АAВBЕEЅSІIЈJКKМMНHОOРPСCТTХXУYҮYаaеeоoрpсcуyхxѕsіiјjһhԁdԛqԝwкk"
        + "ΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧXαaοoνvιiρpυuκk"
        + "ՕOՍUօoսuհhոnıiɡgɑa×x"
        + "‐-‒-–-—-―-−-⁃-ー-一-‘'’'‛'′'ʼ'“\"”\"″\"⁄/∕/"
        + "二ニ口ロ力カ工エ夕タ卜ト八ハへヘりリ";

    private const int HangulFirst = 0xAC00;
    private const int HangulCount = 11172;

    private static readonly Dictionary<char, char> Looks = Enumerable.Range(0, Lookalikes.Length / 2).ToDictionary(i => Lookalikes[2 * i], i => Lookalikes[(2 * i) + 1]);

    /// <summary>The name without what does not count: compatibility decomposition, full case folding, no white space and nothing invisible.</summary>
    public static string Fold(string name)
    {
        Span<char> buffer = stackalloc char[256];
        return Fold(name, buffer).ToString();
    }

    /// <summary>The same, without an allocation for a name of ASCII that has room in the buffer.</summary>
    internal static ReadOnlySpan<char> Fold(string name, Span<char> buffer)
    {
        if (name.Length > buffer.Length || !Ascii.IsValid(name)) return FoldAny(name);
        var length = 0;
        foreach (var c in name)
            if (c is > ' ' and < '\x7F') buffer[length++] = char.ToLowerInvariant(c);
        return buffer[..length];
    }

    /// <summary>
    /// What a folded name looks like: letters of other scripts that look like Latin ones, kanji like kana, dashes like hyphens, and digits of
    /// other scripts as their value. Never tells two names of ASCII from one another, nor makes one of them.
    /// </summary>
    internal static string Looking(string name)
    {
        var written = new StringBuilder(name.Length);
        Append(written, name);
        var folded = Fold(written.ToString());
        Append(written.Clear(), folded);
        return written.ToString();

        static void Append(StringBuilder text, string of)
        {
            foreach (var rune in of.EnumerateRunes())
            {
                if (rune.IsBmp && Looks.TryGetValue((char)rune.Value, out var like)) text.Append(like);
                else if (!rune.IsAscii && Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber) text.Append((char)('0' + (int)Rune.GetNumericValue(rune)));
                else text.Append(rune.ToString());
            }
        }
    }

    /// <summary>Whether <see cref="Looking"/> could give anything but the folded name: Greek, Cyrillic, Armenian, what looks like another letter, or a digit of another script.</summary>
    internal static bool MayLookLikeAnother(string name)
    {
        foreach (var rune in name.EnumerateRunes())
        {
            if (rune.IsAscii) continue;
            if (rune.Value is >= 0x370 and < 0x590 || (rune.IsBmp && Looks.ContainsKey((char)rune.Value)) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber) return true;
        }

        return false;
    }

    private static string FoldAny(string name)
    {
        var folded = new StringBuilder(name.Length);
        foreach (var rune in name.EnumerateRunes())
        {
            if (rune.IsAscii) folded.Append(rune.Value is > ' ' and < '\x7F' ? char.ToLowerInvariant((char)rune.Value).ToString() : "");
            else if (rune.Value is >= HangulFirst and < HangulFirst + HangulCount) AppendHangul(folded, rune.Value - HangulFirst);
            else if (FoldingTable.Instance.Of(rune) is { } counts) folded.Append(counts);
            else if (rune.IsBmp) folded.Append((char)rune.Value);
            else folded.Append(rune.ToString());
        }

        return InCanonicalOrder(folded.ToString());
    }

    /// <summary>A syllable is two or three letters (Unicode, chapter 3.12).</summary>
    private static void AppendHangul(StringBuilder folded, int syllable)
    {
        folded.Append((char)(0x1100 + (syllable / 588))).Append((char)(0x1161 + (syllable % 588 / 28)));
        if (syllable % 28 > 0) folded.Append((char)(0x11A7 + (syllable % 28)));
    }

    /// <summary>Marks that follow one another, by their class: a letter with two marks is one letter in whatever order they were typed.</summary>
    private static string InCanonicalOrder(string folded)
    {
        var table = FoldingTable.Instance;
        var runes = folded.EnumerateRunes().ToArray();
        var isOrdered = true;
        for (var i = 0; i < runes.Length; i++)
        {
            if (table.ClassOf(runes[i]) == 0) continue;
            var end = i;
            while (end < runes.Length && table.ClassOf(runes[end]) != 0) end++;
            Rune[] ordered = [.. runes[i..end].OrderBy(table.ClassOf)];
            isOrdered &= ordered.AsSpan().SequenceEqual(runes.AsSpan(i, end - i));
            ordered.CopyTo(runes, i);
            i = end;
        }

        return isOrdered ? folded : string.Concat(runes);
    }
}
