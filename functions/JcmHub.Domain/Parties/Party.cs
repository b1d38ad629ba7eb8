using JcmHub.Domain.Credits;
using JcmHub.Domain.Methodologies;

namespace JcmHub.Domain.Parties;

/// <summary>
/// A Party with its dated rules, as in <c>schemas/parties</c>. A rule is applied as of the decision's day; an empty list says
/// that no source gave any, never that there is none.
/// </summary>
public sealed record Party(PartyId Id, string Name)
{
    /// <summary>ISO 3166-1 alpha-3, as in the Agreed Electronic Format.</summary>
    public string Iso3 { get; init; } = string.Empty;

    /// <summary>When the country became a partner; null for Japan.</summary>
    public Signing? Signed { get; init; }

    /// <summary>What it has for a registry.</summary>
    public IReadOnlyList<DatedRule<RegistryKind>> Registries { get; init; } = [];

    /// <summary>How records reach its registry.</summary>
    public IReadOnlyList<DatedRule<DeliveryMode>> Deliveries { get; init; } = [];

    /// <summary>Whether records reach its registry in that mode at any time.</summary>
    public bool IsEverReachedBy(DeliveryMode mode) => Deliveries.Any(rule => rule.Value == mode);

    /// <summary>Who issues first.</summary>
    public IReadOnlyList<DatedRule<IssuanceFlow>> IssuanceFlows { get; init; } = [];

    /// <summary>Whether rules for ITMOs are agreed with Japan; without a yes there is none.</summary>
    public IReadOnlyList<DatedRule<Agreement>> Article6RulesAgreed { get; init; } = [];

    /// <summary>Whether the Party has authorised the JCM as a whole, so that a decision need not carry its authorisation.</summary>
    public IReadOnlyList<DatedRule<Agreement>> StandingAuthorizations { get; init; } = [];

    /// <summary>Which activities may leave as ITMOs.</summary>
    public IReadOnlyList<DatedRule<PositiveList>> PositiveLists { get; init; } = [];

    /// <summary>The largest share of a result that may go to Japan's side.</summary>
    public IReadOnlyList<DatedRule<ShareLimit>> TransferCaps { get; init; } = [];

    /// <summary>The smallest share of a result that stays with the partner's side.</summary>
    public IReadOnlyList<DatedRule<ShareLimit>> RetainedShares { get; init; } = [];

    /// <summary>What a transfer costs.</summary>
    public IReadOnlyList<DatedRule<TransferFee>> TransferFees { get; init; } = [];

    /// <summary>Its nationally determined contribution.</summary>
    public IReadOnlyList<DatedRule<NdcTarget>> Ndcs { get; init; } = [];

    /// <summary>What it counts as first transfer of units authorised for other purposes than NDCs, where an authorisation does not say.</summary>
    public IReadOnlyList<DatedRule<OimpFirstTransfer>> FirstTransferDefsOimp { get; init; } = [];

    /// <summary>How it applies corresponding adjustments.</summary>
    public IReadOnlyList<DatedRule<AdjustmentMethod>> AdjustmentMethods { get; init; } = [];

    /// <summary>Its registry's identifier in the Agreed Electronic Format, such as <c>THA01</c>.</summary>
    public IReadOnlyList<DatedRule<string>> ItmoRegistries { get; init; } = [];

    /// <summary>The tracks of its own under which JCM projects run, such as Thailand's Premium T-VER.</summary>
    public IReadOnlyList<DatedRule<IReadOnlyList<string>>> Tracks { get; init; } = [];

    /// <summary>How long operations may take on its side.</summary>
    public IReadOnlyList<DatedRule<TimeLimit>> TimeLimits { get; init; } = [];

    /// <summary>Flow A: the account of its registry that holds Japan's part until it moves out.</summary>
    public string? PendingAccount { get; init; }

    /// <summary>Flow A: the account of its registry for units that have left it.</summary>
    public string? TransferOutAccount { get; init; }

    /// <summary>Whether the Party has a registry that takes records; where none is known, nothing is sent.</summary>
    public bool HasRegistryOn(DateOnly day) => Registries.On(day)?.Value == RegistryKind.Transactional;

    /// <summary>How long an operation may take; null where no limit is known.</summary>
    public DatedRule<TimeLimit>? LimitOf(TimedOperation operation, DateOnly day) =>
        TimeLimits.Where(limit => limit.Value.Operation == operation).On(day);

    /// <summary>The rules for real projects: those invented for demonstration govern illustrative projects only.</summary>
    public Party WithoutIllustrativeRules() => this with
    {
        Registries = Real(Registries),
        Deliveries = Real(Deliveries),
        IssuanceFlows = Real(IssuanceFlows),
        Article6RulesAgreed = Real(Article6RulesAgreed),
        StandingAuthorizations = Real(StandingAuthorizations),
        PositiveLists = Real(PositiveLists),
        TransferCaps = Real(TransferCaps),
        RetainedShares = Real(RetainedShares),
        TransferFees = Real(TransferFees),
        Ndcs = Real(Ndcs),
        FirstTransferDefsOimp = Real(FirstTransferDefsOimp),
        AdjustmentMethods = Real(AdjustmentMethods),
        ItmoRegistries = Real(ItmoRegistries),
        Tracks = Real(Tracks),
        TimeLimits = Real(TimeLimits),
    };

    private static DatedRule<T>[] Real<T>(IReadOnlyList<DatedRule<T>> rules) => [.. rules.Where(rule => rule.Certainty != Certainty.Illustrative)];
}
