using System.Text.Json;
using JcmHub.Domain.Methodologies;
using JcmHub.Domain.Projects;

namespace JcmHub.Domain.Tests.Methodologies;

/// <summary>Computes reports for tests, as objects or as bytes.</summary>
internal static class Computation
{
    public static ComputationResult Compute(MonitoringReport report, Project project, IReadOnlyList<Methodology> methodologies) =>
        report.Stream(new StreamedComputation(_ => (project, methodologies)))!;

    public static StreamedComputation Of(Project project) => new(_ => (project, Files.Methodologies()));

    public static StreamedComputation Feed(this StreamedComputation into, ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8);
        Span<byte> text = new byte[4096];
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject: into.StartObject(); break;
                case JsonTokenType.EndObject: into.EndObject(); break;
                case JsonTokenType.StartArray: into.StartArray(); break;
                case JsonTokenType.EndArray: into.EndArray(); break;
                case JsonTokenType.PropertyName: into.Name(text[..reader.CopyString(text)]); break;
                case JsonTokenType.String: into.Text(text[..reader.CopyString(text)]); break;
                case JsonTokenType.Number: into.Number(reader.ValueSpan); break;
                default: into.Literal(); break;
            }
        }

        return into;
    }
}
