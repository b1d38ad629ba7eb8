using System.Text;
using System.Text.Json;
using JcmHub.Domain.Methodologies;
using JcmHub.Domain.Projects;

namespace JcmHub.Domain.Tests.Methodologies;

/// <summary>A file of <c>Data/worked</c>: a project, a report, and what a hand computation says of it.</summary>
internal sealed record WorkedExample(Methodology Methodology, Project Project, MonitoringReport Report, JsonElement Expected)
{
    public static IEnumerable<string> Names() => Files.DataNames("worked");

    public static WorkedExample Load(string name)
    {
        var root = JsonDocument.Parse(Files.Data($"worked/{name}.json")).RootElement.Clone();
        return new(
            Files.Methodology(root.GetProperty("methodology").GetString()!),
            Project.Parse(Encoding.UTF8.GetBytes(root.GetProperty("project").GetRawText())),
            MonitoringReport.Parse(Encoding.UTF8.GetBytes(root.GetProperty("report").GetRawText())),
            root);
    }

    public ComputationResult Compute() => Computation.Compute(Report, Project, [Methodology]);

    public override string ToString() => Methodology.Reference.ToString();
}
