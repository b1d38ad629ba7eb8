using System.Globalization;
using System.Text;

namespace JcmHub.Domain.Identifiers;

/// <summary>What a name may be made of, and how it is shown to whoever has to find what is wrong with it.</summary>
public static class NameText
{
    private const int MostShown = 60;

    /// <summary>
    /// The first character that a name may not have: white space at either end, or a control or invisible character anywhere.
    /// </summary>
    /// <returns>The character as <c>U+200B</c> with its place, counted from 1; null where there is none.</returns>
    public static (string Character, int Place)? Fault(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length == 0) return null;
        if (char.IsWhiteSpace(name[0])) return (CodePoint(name, 0), 1);
        for (var i = 0; i < name.Length; i++)
        {
            // A letter or digit of ASCII, as nearly all are.
            if (name[i] is > ' ' and < '\x7F') continue;
            var isPair = char.IsSurrogatePair(name, i);
            if (IsInvisible(isPair ? char.ConvertToUtf32(name, i) : name[i])) return (CodePoint(name, i), i + 1);
            if (isPair) i++;
        }

        return char.IsWhiteSpace(name[^1]) ? (CodePoint(name, name.Length - 1), name.Length) : null;
    }

    /// <summary>The name with its control and invisible characters as <c>&lt;U+200B&gt;</c>, shortened where it is long.</summary>
    public static string Shown(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var shown = new StringBuilder();
        foreach (var rune in name.EnumerateRunes())
            shown.Append(IsInvisible(rune.Value) ? $"<{CodePoint(rune.Value)}>" : rune.ToString());
        return shown.Length <= MostShown ? shown.ToString() : $"{shown.ToString(0, MostShown - 3)}...";
    }

    /// <summary>Where two names first differ, counted from 1, with the character of each: <c>U+00E9</c>, or <c>–</c> for the end.</summary>
    internal static (int Place, string One, string Other) Difference(string one, string other)
    {
        var at = 0;
        while (at < one.Length && at < other.Length && one[at] == other[at]) at++;
        return (at + 1, At(one), At(other));

        string At(string name) => at < name.Length ? CodePoint(name, at) : "–";
    }

    /// <summary>Unicode's default-ignorable characters, other controls and formats, what no character is, and the blank braille cell.</summary>
    private static bool IsInvisible(int character) =>
        (character < 0x10000 ? CharUnicodeInfo.GetUnicodeCategory((char)character) : CharUnicodeInfo.GetUnicodeCategory(character)) is
            UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        || character is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or (>= 0x180B and <= 0x180F) or 0x2800 or 0x3164 or (>= 0xFE00 and <= 0xFE0F) or 0xFFA0 or (>= 0xE0000 and <= 0xE0FFF);

    private static string CodePoint(string name, int at) => CodePoint(char.IsSurrogatePair(name, at) ? char.ConvertToUtf32(name, at) : name[at]);

    private static string CodePoint(int character) => string.Create(CultureInfo.InvariantCulture, $"U+{character:X4}");
}
