namespace JcmHub.Domain.Parties;

/// <summary>Which activities a Party lets go abroad as ITMOs.</summary>
/// <param name="Entries">Activities that the list names.</param>
/// <param name="Otherwise">What holds for an activity that it does not name.</param>
public sealed record PositiveList(IReadOnlyList<PositiveListEntry> Entries, Admission Otherwise)
{
    /// <summary>How a project that applies these methodologies is admitted; of several the strictest holds.</summary>
    public Admission Of(IEnumerable<string> methodologies) =>
        methodologies.Select(id => Entries.FirstOrDefault(entry => entry.Methodologies.Contains(id))?.Admission ?? Otherwise).Max();
}

/// <summary>One line of a positive list.</summary>
/// <param name="Activity">In the list's own words.</param>
/// <param name="Methodologies">Ids of the methodologies that the line covers, such as <c>TH_AM001</c>.</param>
/// <param name="Admission">How they are admitted.</param>
public sealed record PositiveListEntry(string Activity, IReadOnlyList<string> Methodologies, Admission Admission);
