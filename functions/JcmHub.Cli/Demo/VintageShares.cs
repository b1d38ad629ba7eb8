namespace JcmHub.Cli.Demo;

/// <summary>What the two sides get of one vintage, in whole tonnes.</summary>
internal readonly record struct VintageShares(int Year, long Japan, long Partner)
{
    public long Tonnes => Japan + Partner;
}
