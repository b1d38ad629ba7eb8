using System.Collections.Concurrent;
using System.Globalization;

namespace JcmHub.JsonSchema.Patterns;

/// <summary>
/// The properties that <c>\p{…}</c> may name (ECMA-262, table 67 and following). General categories come from the base
/// library's Unicode data; scripts and most binary properties are not in it.
/// </summary>
internal static class UnicodeProperties
{
    /// <summary>Every name of a general category with the two-letter categories that it covers.</summary>
    private const string Categories = """
        Lu Lu Uppercase_Letter|Ll Ll Lowercase_Letter|Lt Lt Titlecase_Letter|LuLlLt LC Cased_Letter|Lm Lm Modifier_Letter
        Lo Lo Other_Letter|LuLlLtLmLo L Letter|Mn Mn Nonspacing_Mark|Mc Mc Spacing_Mark|Me Me Enclosing_Mark
        MnMcMe M Mark Combining_Mark|Nd Nd Decimal_Number digit|Nl Nl Letter_Number|No No Other_Number|NdNlNo N Number
        Zs Zs Space_Separator|Zl Zl Line_Separator|Zp Zp Paragraph_Separator|ZsZlZp Z Separator|Cc Cc Control cntrl
        Cf Cf Format|Cs Cs Surrogate|Co Co Private_Use|Cn Cn Unassigned|CcCfCsCoCn C Other|Pc Pc Connector_Punctuation
        Pd Pd Dash_Punctuation|Ps Ps Open_Punctuation|Pe Pe Close_Punctuation|Pi Pi Initial_Punctuation
        Pf Pf Final_Punctuation|Po Po Other_Punctuation|PcPdPsPePiPfPo P Punctuation punct|Sm Sm Math_Symbol
        Sc Sc Currency_Symbol|Sk Sk Modifier_Symbol|So So Other_Symbol|SmScSkSo S Symbol
        """;

    /// <summary>In the order of <see cref="UnicodeCategory"/>.</summary>
    private const string Codes = "LuLlLtLmLoMnMcMeNdNlNoZsZlZpCcCfCsCoPcPdPsPePiPfPoSmScSkSoCn";

    private static readonly HashSet<string> s_binary =
    [
        .. ("ASCII ASCII_Hex_Digit AHex Alphabetic Alpha Any Assigned Bidi_Control Bidi_C Bidi_Mirrored Bidi_M Case_Ignorable CI Cased "
            + "Changes_When_Casefolded CWCF Changes_When_Casemapped CWCM Changes_When_Lowercased CWL Changes_When_NFKC_Casefolded CWKCF "
            + "Changes_When_Titlecased CWT Changes_When_Uppercased CWU Dash Default_Ignorable_Code_Point DI Deprecated Dep Diacritic Dia "
            + "Emoji Emoji_Component EComp Emoji_Modifier EMod Emoji_Modifier_Base EBase Emoji_Presentation EPres Extended_Pictographic ExtPict "
            + "Extender Ext Grapheme_Base Gr_Base Grapheme_Extend Gr_Ext Hex_Digit Hex IDS_Binary_Operator IDSB IDS_Trinary_Operator IDST "
            + "ID_Continue IDC ID_Start IDS Ideographic Ideo Join_Control Join_C Logical_Order_Exception LOE Lowercase Lower Math "
            + "Noncharacter_Code_Point NChar Pattern_Syntax Pat_Syn Pattern_White_Space Pat_WS Quotation_Mark QMark Radical "
            + "Regional_Indicator RI Sentence_Terminal STerm Soft_Dotted SD Terminal_Punctuation Term Unified_Ideograph UIdeo Uppercase "
            + "Upper Variation_Selector VS White_Space space XID_Continue XIDC XID_Start XIDS").Split(' '),
    ];

    private static readonly Dictionary<string, string> s_categories = (from line in Categories.Split('|', '\n')
                                                                       let words = line.Split(' ', StringSplitOptions.TrimEntries)
                                                                       from name in words.Skip(1)
                                                                       select (name, words[0])).ToDictionary(p => p.name, p => p.Item2);

    private static readonly ConcurrentDictionary<string, CodePointSet> s_sets = new();

    /// <summary>The set of a general category by any of its names; null where there is no such category.</summary>
    public static CodePointSet? Category(string name) =>
        s_categories.TryGetValue(name, out var codes) ? s_sets.GetOrAdd(codes, static c => Build(c)) : null;

    /// <summary>The set of a property without a value, where the base library or the standard's stability lets us know it.</summary>
    public static CodePointSet? Binary(string name) => name switch
    {
        "Any" => CodePointSet.Of((0, CodePointSet.Last)),
        "ASCII" => CodePointSet.Of((0, 0x7F)),
        "Assigned" => Category("Cn")!.Complement(),
        "ASCII_Hex_Digit" or "AHex" => CodePointSet.Of(('0', '9'), ('A', 'F'), ('a', 'f')),
        "Hex_Digit" or "Hex" => CodePointSet.Of(('0', '9'), ('A', 'F'), ('a', 'f'), (0xFF10, 0xFF19), (0xFF21, 0xFF26), (0xFF41, 0xFF46)),
        "White_Space" or "space" => Category("Z")!.Union(CodePointSet.Of((0x09, 0x0D), (0x85, 0x85))),
        "Noncharacter_Code_Point" or "NChar" =>
            CodePointSet.Of([(0xFDD0, 0xFDEF), .. Enumerable.Range(0, 17).Select(plane => ((plane << 16) + 0xFFFE, (plane << 16) + 0xFFFF))]),
        "Regional_Indicator" or "RI" => CodePointSet.Of((0x1F1E6, 0x1F1FF)),
        _ => null,
    };

    /// <summary>Is it a property that ECMA-262 lets a pattern name?</summary>
    public static bool IsBinary(string name) => s_binary.Contains(name);

    private static CodePointSet Build(string codes)
    {
        var wanted = new bool[Codes.Length / 2];
        for (var i = 0; i < codes.Length; i += 2)
            wanted[Codes.IndexOf(codes.Substring(i, 2), StringComparison.Ordinal) / 2] = true;
        var ranges = new List<(int, int)>();
        var first = -1;
        for (var c = 0; c <= CodePointSet.Last + 1; c++)
        {
            var isIn = c <= CodePointSet.Last && wanted[(int)CharUnicodeInfo.GetUnicodeCategory(c)];
            if (isIn && first < 0)
                first = c;
            if (isIn || first < 0)
                continue;
            ranges.Add((first, c - 1));
            first = -1;
        }
        return CodePointSet.Of([.. ranges]);
    }
}
