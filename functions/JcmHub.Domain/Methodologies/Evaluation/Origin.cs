using JcmHub.Domain.Methodologies.Reports;
using JcmHub.Domain.Projects;

namespace JcmHub.Domain.Methodologies.Evaluation;

/// <summary>Where an input's value comes from, for the trace.</summary>
internal abstract record Origin;

internal sealed record ReadingsOrigin(Series Series, YearTotal Total) : Origin;

internal sealed record FixedOrigin(Provenance? Provenance, string? Case) : Origin;

internal sealed record ProjectOrigin(string Pointer, string? Source) : Origin;

/// <summary>The file says what to compute with where nothing is reported.</summary>
internal sealed record AbsentOrigin : Origin
{
    public static AbsentOrigin Instance { get; } = new();
}

/// <summary>Follows from the vintage and the monitoring period.</summary>
internal sealed record GivenOrigin : Origin
{
    public static GivenOrigin Instance { get; } = new();
}

/// <summary>A global warming potential of the pinned set.</summary>
internal sealed record GwpOrigin(string Set) : Origin;
