namespace JcmHub.Cli.Demo;

/// <summary>In whose name the demo acts.</summary>
/// <param name="Role">The role that the token carries.</param>
/// <param name="Party">The Party that it acts for, where the role has one.</param>
internal readonly record struct Actor(string Role, string? Party = null)
{
    public static readonly Actor Participant = new("participant");
    public static readonly Actor ThirdPartyEntity = new("third-party-entity");

    public static readonly Actor Operator = new("operator");
    public static readonly Actor MarketOperator = new("market-operator");

    public static Actor Secretariat(string party) => new("secretariat", party);

    public static Actor Government(string party) => new("government", party);
}
