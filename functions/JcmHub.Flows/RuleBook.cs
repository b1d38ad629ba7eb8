using JcmHub.Domain.Eligibility;
using JcmHub.Domain.Entities;
using JcmHub.Domain.Methodologies;
using JcmHub.Domain.Parties;
using JcmHub.Domain.Projects;

namespace JcmHub.Flows;

/// <summary>The data files of <c>schemas/</c>: projects, Parties, methodologies, the market and document schemas. Read once at start, never changed.</summary>
public sealed class RuleBook(
    IEnumerable<Project> projects, IEnumerable<Party> parties, IEnumerable<Methodology> methodologies, IEnumerable<ThirdPartyEntity> entities,
    Market gxEts, DocumentSchemas schemas)
{
    private readonly Dictionary<ProjectId, Project> _projects = projects.ToDictionary(project => project.Id);
    private readonly Dictionary<PartyId, Party> _parties = parties.ToDictionary(party => party.Id);
    private readonly Dictionary<(string Id, string Version), Methodology> _methodologies =
        methodologies.ToDictionary(methodology => (methodology.Id, methodology.Version));

    private readonly Dictionary<string, ThirdPartyEntity> _entities = entities.ToDictionary(entity => entity.Id);

    /// <summary>The schemas of the documents that the hub takes and sends.</summary>
    public DocumentSchemas Schemas { get; } = schemas;

    /// <summary>The partner countries, each with a ledger of its own.</summary>
    public IEnumerable<Party> Hosts => _parties.Values.Where(party => party.Id != PartyId.Japan).OrderBy(party => party.Id.Code, StringComparer.Ordinal);

    /// <summary>The Parties whose registry is reached in a mode at any time, Japan among them.</summary>
    public IEnumerable<Party> EverReachedBy(DeliveryMode mode) => Hosts.Append(Japan).Where(party => party.IsEverReachedBy(mode));

    /// <summary>Every project.</summary>
    public IEnumerable<Project> Projects => _projects.Values;

    /// <summary>A project by its reference; null where it is unknown.</summary>
    public Project? Project(ProjectId id) => _projects.GetValueOrDefault(id);

    /// <summary>A Party; null where it is unknown.</summary>
    public Party? Party(PartyId id) => _parties.GetValueOrDefault(id);

    /// <summary>
    /// The references under which a project was filed, the first one first: TH010, then TH015. All claims on its periods stand under
    /// the first.
    /// </summary>
    public IReadOnlyList<ProjectId> ReferencesOf(ProjectId project)
    {
        var chain = new List<ProjectId> { project };
        while (Before(chain[0]) is { } before && !chain.Contains(before))
            chain.Insert(0, before);
        while (After(chain[^1]) is { } after && !chain.Contains(after))
            chain.Add(after);
        return chain;

        ProjectId? Before(ProjectId id) => Project(id)?.RefiledFrom ?? _projects.Values.FirstOrDefault(other => other.RefiledAs == id)?.Id;
        ProjectId? After(ProjectId id) => Project(id)?.RefiledAs ?? _projects.Values.FirstOrDefault(other => other.RefiledFrom == id)?.Id;
    }

    /// <summary>
    /// Other projects with the same title and participants that no file links to this one: perhaps the same project, filed again
    /// (TH010 as TH015), perhaps not (ID028 and ID040 bear one title).
    /// </summary>
    public IEnumerable<ProjectId> LookAlikesOf(Project project)
    {
        var references = ReferencesOf(project.Id);
        return _projects.Values
            .Where(other => other.Party == project.Party && other.Title == project.Title && !references.Contains(other.Id)
                && other.Participants.ToHashSet().SetEquals(project.Participants))
            .Select(other => other.Id);
    }

    /// <summary>The rules of a project's host: those invented for demonstration govern illustrative projects only.</summary>
    public Party? HostOf(Project project) => Party(PartyId.Parse(project.Party)) is { } host
        ? project.Illustrative ? host : host.WithoutIllustrativeRules()
        : null;

    /// <summary>The rules that hold for a Party's units of a project; of a project that has no file, those that are not invented.</summary>
    public Party HostOf(ProjectId project) =>
        Project(project) is { } known && HostOf(known) is { } host ? host : _parties[PartyId.Parse(project.Party)].WithoutIllustrativeRules();

    /// <summary>The methodologies that a project applies, by id; none where it has no file.</summary>
    public IReadOnlyList<string> MethodologiesOf(ProjectId project) => [.. Project(project)?.Methodologies.Select(methodology => methodology.Id) ?? []];

    /// <summary>Japan.</summary>
    public Party Japan => _parties[PartyId.Japan];

    /// <summary>A third-party entity; null where it is unknown.</summary>
    public ThirdPartyEntity? Entity(string id) => _entities.GetValueOrDefault(id);

    /// <summary>GX-ETS.</summary>
    public Market GxEts { get; } = gxEts;

    /// <summary>A methodology version; null where it is unknown.</summary>
    public Methodology? Methodology(string id, string version) => _methodologies.GetValueOrDefault((id, version));
}
