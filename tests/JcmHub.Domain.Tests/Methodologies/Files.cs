using JcmHub.Domain.Methodologies;
using JcmHub.Domain.Projects;

namespace JcmHub.Domain.Tests.Methodologies;

/// <summary>The files that the tests read: those that are shipped, and those beside the tests.</summary>
internal static class Files
{
    private static readonly string Root = FindRoot();
    private static readonly Lazy<IReadOnlyList<Methodology>> All = new(() => [.. MethodologyNames().Select(Methodology)]);

    public static byte[] Data(string name) => File.ReadAllBytes(Path.Combine(Root, "tests", "JcmHub.Domain.Tests", "Data", name));

    public static IEnumerable<string> DataNames(string folder) => Directory
        .EnumerateFiles(Path.Combine(Root, "tests", "JcmHub.Domain.Tests", "Data", folder), "*.json")
        .Select(Path.GetFileNameWithoutExtension).OfType<string>().Order(StringComparer.Ordinal);

    public static byte[] MethodologyBytes(string name) => File.ReadAllBytes(Path.Combine(Root, "schemas", "methodologies", name + ".json"));

    public static IEnumerable<byte[]> Parties() =>
        Directory.EnumerateFiles(Path.Combine(Root, "schemas", "parties"), "*.json").Where(f => !f.EndsWith(".schema.json", StringComparison.Ordinal)).Select(File.ReadAllBytes);

    public static byte[] ProjectBytes(string id) => File.ReadAllBytes(Path.Combine(Root, "schemas", "projects", id + ".json"));

    public static IEnumerable<string> MethodologyNames() => Directory
        .EnumerateFiles(Path.Combine(Root, "schemas", "methodologies"), "*.json")
        .Select(Path.GetFileNameWithoutExtension).OfType<string>().Where(n => !n.EndsWith(".schema", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    public static Methodology Methodology(string name) => Loaded(JcmHub.Domain.Methodologies.Methodology.Load(MethodologyBytes(name)));

    public static IReadOnlyList<Methodology> Methodologies() => All.Value;

    public static Project Project(string id) => JcmHub.Domain.Projects.Project.Parse(ProjectBytes(id));

    public static MonitoringReport Report(string name) => MonitoringReport.Parse(Data(name));

    public static Methodology Loaded(MethodologyLoad load)
    {
        Assert.Empty(load.Errors);
        return load.Methodology!;
    }

    private static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "JcmHub.sln"))) directory = directory.Parent;
        return directory?.FullName ?? throw new InvalidOperationException("The tests run inside a checkout.");
    }
}
