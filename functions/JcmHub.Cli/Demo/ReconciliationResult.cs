namespace JcmHub.Cli.Demo;

/// <summary>A reconciliation as the hub tells it (<c>POST reconciliations</c>), as far as the demo looks at it.</summary>
internal sealed record ReconciliationResult(string State, int Differences, IReadOnlyList<ReconciliationResult.Part> Registries)
{
    /// <summary>What did not agree, or could not be compared, in sentences.</summary>
    public IEnumerable<string> Problems => Registries.SelectMany(registry => registry.Errors.Concat(registry.Differences ?? []).Select(entry => $"{entry.Code}: {entry.Detail}"));

    /// <summary>The comparison with one registry.</summary>
    internal sealed record Part(string Registry, IReadOnlyList<Entry> Errors, IReadOnlyList<Entry>? Differences = null);

    /// <summary>A difference, or why there is no comparison.</summary>
    internal sealed record Entry(string Code, string Detail);
}
