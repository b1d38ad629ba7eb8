namespace JcmHub.Functions.Access;

/// <summary>The roles that a token may carry.</summary>
internal static class Role
{
    public const string Participant = "participant";
    public const string ThirdPartyEntity = "third-party-entity";
    public const string Secretariat = "secretariat";
    public const string Government = "government";
    public const string Registry = "registry";
    public const string MarketOperator = "market-operator";
    public const string Reviewer = "reviewer";
    public const string Operator = "operator";
}
