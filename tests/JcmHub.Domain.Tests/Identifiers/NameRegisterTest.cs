using CsCheck;
using JcmHub.Domain.Identifiers;

namespace JcmHub.Domain.Tests.Identifiers;

public sealed class NameRegisterTest
{
    // The inputs of audit 06 and report 05, and their brothers.
    [Theory]
    [InlineData("PV-1", "PV-1 ")]
    [InlineData("PV-1", "pv-1")]
    [InlineData("PV 1", "PV  1")]
    [InlineData("PV 1", "PV1")]
    [InlineData("PV-1", "PV-1\u200B")]
    [InlineData("PV-1", "\uFEFFPV-1")]
    [InlineData("PV-1", "ＰＶ－１")]
    [InlineData("PV-1", "PV-1\u3000")]
    [InlineData("PV-1", "PV-1\u00A0")]
    [InlineData("PV-1", "PV-1\t")]
    [InlineData("Café", "Cafe\u0301")]
    [InlineData("CAFÉ", "cafe\u0301")]
    [InlineData("Straße 1", "STRASSE 1")]
    [InlineData("ΣΊΣΥΦΟΣ", "σίσυφος")]
    [InlineData("ボイラー1", "ﾎﾞｲﾗｰ１")]
    [InlineData("ガス", "カ\u3099ス")]
    [InlineData("한", "\u1112\u1161\u11AB")]
    [InlineData("Ⅳ", "iv")]
    [InlineData("m²", "m2")]
    [InlineData("a\u0323\u0307", "a\u0307\u0323")]
    [InlineData("ﬁeld", "FIELD")]
    [InlineData("PV-1", "PV-1\uFE0F")]
    public void Introduce_NameInAnotherSpelling_IsTheSame(string one, string other)
    {
        Assert.Equal(new NameConflict(one, IsSame: true), After(one).Introduce(other));
        Assert.Equal(new NameConflict(other, IsSame: true), After(other).Introduce(one));
    }

    [Theory]
    [InlineData("PV-A", "PV-\u0410")]
    [InlineData("PV-1", "PV\u20101")]
    [InlineData("PV-1", "РV-1")]
    [InlineData("HOT", "НОТ")]
    [InlineData("PV-1", "PV-๑")]
    [InlineData("カネミ2", "力ネミ2")]
    [InlineData("ニ号", "二号")]
    [InlineData("Рв", "Pв")]
    public void Introduce_NameThatLooksTheSame_IsAlike(string one, string other)
    {
        Assert.Equal(new NameConflict(one, IsSame: false), After(one).Introduce(other));
        Assert.Equal(new NameConflict(other, IsSame: false), After(other).Introduce(one));
    }

    [Theory]
    [InlineData("PV-1", "PV-2")]
    [InlineData("PV-1", "PV-l")]
    [InlineData("Café", "Cafe")]
    [InlineData("ガス", "カス")]
    [InlineData("東", "西")]
    [InlineData("한", "하")]
    public void Introduce_AnotherName_IsNew(string one, string other) => Assert.Null(After(one).Introduce(other));

    [Fact]
    public void Introduce_SameSpellingAgain_IsNoConflict() => Assert.Null(After("Café ").Introduce("Café "));

    [Fact]
    public void Introduce_OtherSpellingOfANameThatOnlyLookedLikeAnother_IsFound()
    {
        var names = After("PV-1");
        Assert.False(names.Introduce("РV-1")!.Value.IsSame);
        Assert.Equal(new NameConflict("РV-1", IsSame: true), names.Introduce("рV-1"));
    }

    [Fact]
    public void Fold_AnyName_IsSettledAndKnowsNoSpace() => Gen.String[Gen.Char, 0, 20].Sample(name =>
    {
        var folded = NameFolding.Fold(name);
        Assert.Equal(folded, NameFolding.Fold(folded));
        Assert.Equal(folded, NameFolding.Fold($" {name}\u3000"));
    });

    [Theory]
    [InlineData("Nueva Ecija / dry season", null, 0)]
    [InlineData("ボイラー 1号機", null, 0)]
    [InlineData(" PV-1", "U+0020", 1)]
    [InlineData("PV-1 ", "U+0020", 5)]
    [InlineData("PV-1\u3000", "U+3000", 5)]
    [InlineData("PV\t1", "U+0009", 3)]
    [InlineData("PV\u200B1", "U+200B", 3)]
    [InlineData("PV\u00AD1", "U+00AD", 3)]
    [InlineData("P\u202EV", "U+202E", 2)]
    [InlineData("PV\U000E0041", "U+E0041", 3)]
    [InlineData("\u3164", "U+3164", 1)]
    public void Fault_OfAName_IsItsFirstCharacterThatNoneMayHave(string name, string? character, int place) =>
        Assert.Equal(character is null ? null : (character, place), NameText.Fault(name));

    [Fact]
    public void Shown_InvisibleCharacters_AreSeen() => Assert.Equal("PV<U+200B>1", NameText.Shown("PV\u200B1"));

    private static NameRegister After(string name)
    {
        var names = new NameRegister();
        names.Introduce(name);
        return names;
    }
}
