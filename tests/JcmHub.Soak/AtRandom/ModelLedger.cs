namespace JcmHub.Soak.AtRandom;

/// <summary>
/// What a host's ledger should be, counted without the hub's code: units and where they stand, what was obliged and used. It changes when a request
/// must be accepted and when a registry's right receipt must be booked.
/// </summary>
internal sealed class ModelLedger(SoakHost host)
{
    private readonly List<ModelUnits> _units = [];

    public SoakHost Host { get; } = host;

    /// <summary>Units by the hub's numbers, those of a registry together.</summary>
    public IEnumerable<ModelUnits> Units => _units.OrderBy(units => units.Registry, StringComparer.Ordinal).ThenBy(units => units.First);

    /// <summary>For whom Japan's registry will issue units that are still the host's: account by decision and unit.</summary>
    public List<(long First, long Last, string Account)> Recipients { get; } = [];

    /// <summary>The account abroad into which an operation moves units.</summary>
    public Dictionary<string, string> Abroad { get; } = [];

    /// <summary>The last unit drawn.</summary>
    public long LastUnit { get; set; }

    /// <summary>Tonnes of first transfers under an authorisation, by year of the reduction.</summary>
    public Dictionary<int, long> Obliged { get; } = [];

    /// <summary>Tonnes used toward an NDC, by using Party and year of use.</summary>
    public Dictionary<(string Party, int Year), long> Used { get; } = [];

    /// <summary>Decisions in force: project, tonnes for the partner by vintage, and whether its government has acknowledged them.</summary>
    public Dictionary<string, ModelDecision> Decisions { get; } = [];

    /// <summary>Duties to replace: tonnes that nothing was offered for yet, and tonnes that a registry has not cancelled yet.</summary>
    public Dictionary<string, (long Owed, long Open)> Duties { get; } = [];

    /// <summary>Units of a registry.</summary>
    public IReadOnlyList<ModelUnits> In(string registry) => [.. _units.Where(units => units.Registry == registry).OrderBy(units => units.First)];

    /// <summary>The units of an account that an operation may take, lowest numbers first.</summary>
    public IReadOnlyList<ModelUnits> Free(string registry, string account, string project, int? vintage = null) =>
        [.. In(registry).Where(units => units.IsFree && units.Account == account && units.Project == project && (vintage is null || units.Vintage == vintage))];

    /// <summary>New units.</summary>
    public void Add(ModelUnits units) => _units.Add(units);

    /// <summary>Changes every unit of a range that is in a registry.</summary>
    /// <exception cref="SoakFault">Not all of the range is there, or not as it should be.</exception>
    public void Change(string registry, long first, long last, Func<ModelUnits, ModelUnits> change, params Phase[] from)
    {
        var touched = _units.Where(units => units.Registry == registry && units.First <= last && units.Last >= first).ToArray();
        if (touched.Sum(units => units.Part(first, last).Tonnes) != last - first + 1 || touched.Any(units => !from.Contains(units.Phase)))
            throw new SoakFault($"Units {first}-{last} of {Host.Code} in {registry} were to be {string.Join(" or ", from)} and are {string.Join(", ", touched.AsEnumerable())}.", Host.Code);
        foreach (var units in touched)
        {
            _units.Remove(units);
            if (units.First < first)
                _units.Add(units.Part(units.First, first - 1));
            if (units.Last > last)
                _units.Add(units.Part(last + 1, units.Last));
            _units.Add(change(units.Part(first, last)));
        }
    }

    /// <summary>The same of ranges.</summary>
    public void Change(string registry, IEnumerable<(long First, long Last)> ranges, Func<ModelUnits, ModelUnits> change, params Phase[] from)
    {
        foreach (var (first, last) in ranges)
            Change(registry, first, last, change, from);
    }

    /// <summary>Lowest numbers first, whole blocks; of the last one the tail.</summary>
    public static IReadOnlyList<(long First, long Last)> Lowest(IEnumerable<(long First, long Last)> blocks, long tonnes)
    {
        var taken = new List<(long First, long Last)>();
        foreach (var (first, last) in blocks)
        {
            if (tonnes == 0)
                break;
            taken.Add((Math.Max(first, last - tonnes + 1), last));
            tonnes -= last - taken[^1].First + 1;
        }

        return taken;
    }

    /// <summary>The host has to add these tonnes to its balance.</summary>
    public void Oblige(int vintage, long tonnes) => Obliged[vintage] = Obliged.GetValueOrDefault(vintage) + tonnes;

    /// <summary>Whether the market should know units.</summary>
    public static bool IsListed(ModelUnits units) => units is { Registry: "JP", Authorization: not null, Transferred: true, Vintage: >= 2021, Phase: Phase.Live or Phase.Reserved }
        && units.Account.StartsWith("JP-ENT-", StringComparison.Ordinal);

    /// <summary>Neighbours with the same story are one.</summary>
    public static IEnumerable<ModelUnits> Joined(IEnumerable<ModelUnits> ordered)
    {
        ModelUnits? run = null;
        foreach (var units in ordered)
        {
            if (run is not null && run.IsFollowedBy(units))
                run = run with { Last = units.Last };
            else
            {
                if (run is not null)
                    yield return run;
                run = units;
            }
        }

        if (run is not null)
            yield return run;
    }
}

/// <summary>A decision in force, as the model keeps it.</summary>
internal sealed record ModelDecision(string Project, IReadOnlyDictionary<int, long> Partner)
{
    public long Tonnes { get; init; }

    public bool IsAcknowledged { get; set; }

    /// <summary>Tonnes that corrections cancel or have replaced.</summary>
    public long Corrected { get; set; }}
