namespace JcmHub.Domain.Methodologies.Reports;

/// <summary>Collects findings up to a cap, so that a report of millions of bad readings answers with a page and not a book.</summary>
internal sealed class FindingList
{
    public const int MostFindings = 200;

    private readonly List<Finding> findings = [];

    public IReadOnlyList<Finding> All => findings;

    public int Count => findings.Count;

    public bool IsFull => findings.Count >= MostFindings;

    public void Add(FindingKind kind, string pointer, params ReadOnlySpan<object?> particulars)
    {
        if (findings.Count < MostFindings - 1) findings.Add(kind.At(pointer, particulars));
        else if (findings.Count < MostFindings) findings.Add(FindingCatalogue.TooManyFindings.At(""));
    }

    public void Add(Finding finding)
    {
        if (findings.Count < MostFindings - 1) findings.Add(finding);
        else if (findings.Count < MostFindings) findings.Add(FindingCatalogue.TooManyFindings.At(""));
    }
}
