using System.Globalization;
using JcmHub.Domain.Methodologies.Reports;
using JcmHub.Domain.Projects;

namespace JcmHub.Domain.Methodologies.Evaluation;

/// <summary>Judges what a report says before its readings against the project's file.</summary>
internal sealed class HeaderJudge(ReportHeader header, Project project, FindingList errors)
{
    /// <summary>Adds the methodologies that the report names and the project pins.</summary>
    public void Judge(IReadOnlyList<Methodology> known, List<Methodology> methodologies)
    {
        if (header.Project != project.Id) errors.Add(FindingCatalogue.WrongProject, "/project", header.Project, project.Id);
        JudgeMethodologies(known, methodologies);
        JudgePeriod();
    }

    private void JudgeMethodologies(IReadOnlyList<Methodology> known, List<Methodology> methodologies)
    {
        var named = header.Methodologies;
        if (named.Count == 0) errors.Add(FindingCatalogue.MissingProperty, "", "methodologies");
        for (var i = 0; i < named.Count; i++)
        {
            var reference = named[i];
            var pointer = $"/methodologies/{i}";
            if (!project.Methodologies.Contains(reference))
                errors.Add(FindingCatalogue.MethodologyNotPinned, pointer, reference, project.Id, string.Join(", ", project.Methodologies));
            else if (named.Take(i).Any(n => n.Id == reference.Id))
                errors.Add(FindingCatalogue.MethodologyTwice, pointer, reference.Id);
            else if (known.FirstOrDefault(m => m.Reference == reference) is { } methodology)
                methodologies.Add(methodology);
            else
                errors.Add(FindingCatalogue.MethodologyNotAvailable, pointer, reference);
        }
    }

    private void JudgePeriod()
    {
        var period = header.Period;
        if (period.Crosses2020To2021) errors.Add(FindingCatalogue.Crosses2020To2021, "/monitoringPeriod");
        // The start of operation counts, not registration: MN006 and MV002 were credited for years before theirs.
        if (period.From < project.OperationStart)
            errors.Add(FindingCatalogue.BeforeOperationStart, "/monitoringPeriod/from", Iso(period.From), Iso(project.OperationStart));
        if (project.CreditingPeriod is { } crediting && !crediting.Contains(period))
            errors.Add(FindingCatalogue.OutsideCreditingPeriod, "/monitoringPeriod", period, crediting);
    }

    private static string Iso(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
