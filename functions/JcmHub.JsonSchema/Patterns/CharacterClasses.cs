namespace JcmHub.JsonSchema.Patterns;

/// <summary>The classes that ECMA-262 names by a letter; with the u flag and without i, words and digits are ASCII.</summary>
internal static class CharacterClasses
{
    public static CodePointSet Digit { get; } = CodePointSet.Of(('0', '9'));

    public static CodePointSet Word { get; } = CodePointSet.Of(('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z'));

    public static CodePointSet LineTerminator { get; } = CodePointSet.Of(('\n', '\n'), ('\r', '\r'), (0x2028, 0x2029));

    /// <summary>WhiteSpace, which includes the space separators of Unicode, and LineTerminator: ECMA-262 sections 12.2 and 12.3.</summary>
    public static CodePointSet Space { get; } = LineTerminator.Union(CodePointSet.Of(
        ('\t', '\t'), ('\v', '\f'), (' ', ' '), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A), (0x202F, 0x202F), (0x205F, 0x205F), (0x3000, 0x3000),
        (0xFEFF, 0xFEFF)));

    public static CodePointSet AnyButLineTerminator { get; } = LineTerminator.Complement();

    public static CodePointSet? Of(int letter) => letter switch
    {
        'd' => Digit,
        'D' => Digit.Complement(),
        's' => Space,
        'S' => Space.Complement(),
        'w' => Word,
        'W' => Word.Complement(),
        _ => null,
    };
}
