using JcmHub.Domain.Entities;
using JcmHub.Domain.Parties;

namespace JcmHub.Domain.Tests.Entities;

public sealed class ThirdPartyEntityDocumentTests
{
    private static readonly PartyId Bangladesh = PartyId.Parse("BD");

    private static readonly ThirdPartyEntity Entity = ThirdPartyEntityDocument.Parse("""
        {"entity":"TPE-BD-002","designations":[
          {"party":"BD","role":"verification","scopes":[1,3],"from":"2018-01-01","to":"2020-12-31","source":"a test","certainty":"sourced"},
          {"party":"BD","role":"verification","scopes":[13],"from":"2019-01-01","source":"a test","certainty":"recalled-low"}]}
        """u8.ToArray());

    [Theory]
    [InlineData("verification", 3, "2020-12-31", Agreement.Yes)]
    [InlineData("verification", 3, "2021-01-01", Agreement.No)]
    [InlineData("verification", 13, "2021-01-01", Agreement.Yes)]
    [InlineData("verification", 2, "2019-06-01", Agreement.No)]
    [InlineData("validation", 3, "2019-06-01", Agreement.Unknown)]
    public void For_CountryRoleScopeAndDay_IsAsDesignated(string role, int scope, string day, Agreement expected) =>
        Assert.Equal(expected, Entity.For(
            Bangladesh, Enum.Parse<EntityRole>(role, ignoreCase: true), scope, DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture)).IsDesignated);

    [Fact]
    public void For_AnotherCountry_IsUnknown() =>
        Assert.Equal(Agreement.Unknown, Entity.For(PartyId.Parse("TH"), EntityRole.Verification, 1, new DateOnly(2019, 6, 1)).IsDesignated);

    /// <summary>Of designations that do not fit, one that we are not sure of keeps the refusal a warning.</summary>
    [Fact]
    public void For_ScopeThatNoneHas_RestsOnTheUnsureOne() =>
        Assert.False(Entity.For(Bangladesh, EntityRole.Verification, 2, new DateOnly(2019, 6, 1)).Because!.IsSure);
}
