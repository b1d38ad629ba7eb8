using System.Text.Json;
using System.Xml.Linq;
using Xunit.Abstractions;

namespace JcmHub.Functions.Tests.Architecture;

/// <summary>All that ships is MIT, Apache-2.0 or BSD, without a fee (D13). The command line references everything, so its graph is the list.</summary>
public sealed class LicenceTests(ITestOutputHelper output)
{
    private static readonly string[] Accepted = ["MIT", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause"];

    /// <summary>Packages that name their licence by a file instead of an expression; read by hand, with the version that was read.</summary>
    private static readonly Dictionary<string, string> ReadByHand = new()
    {
        ["Apache.Arrow/22.1.0"] = "Apache-2.0",
        ["NCrontab/3.4.0"] = "Apache-2.0",
        ["System.Security.Cryptography.ProtectedData/4.5.0"] = "MIT",
    };

    [Fact]
    public void Packages_ThatShip_HaveAnAcceptedLicence()
    {
        var licences = Packages().Select(package => (package.Name, Licence: LicenceOf(package.Name, package.Nuspec))).ToArray();
        foreach (var (name, licence) in licences)
            output.WriteLine($"{name}: {licence}");

        Assert.NotEmpty(licences);
        Assert.DoesNotContain(licences, package => !Accepted.Contains(package.Licence));
    }

    private static IEnumerable<(string Name, string Nuspec)> Packages()
    {
        using var assets = JsonDocument.Parse(File.ReadAllBytes(Repository.File("functions", "JcmHub.Cli", "obj", "project.assets.json")));
        var folders = assets.RootElement.GetProperty("packageFolders").EnumerateObject().Select(folder => folder.Name).ToArray();
        foreach (var library in assets.RootElement.GetProperty("libraries").EnumerateObject())
        {
            if (!library.Value.GetProperty("type").ValueEquals("package"))
                continue;
            var nuspec = library.Value.GetProperty("files").EnumerateArray().Select(file => file.GetString()!).Single(file => file.EndsWith(".nuspec", StringComparison.Ordinal));
            var path = library.Value.GetProperty("path").GetString()!;
            yield return (library.Name, folders.Select(folder => Path.Combine(folder, path, nuspec)).First(File.Exists));
        }
    }

    private static string LicenceOf(string package, string nuspec)
    {
        var metadata = XDocument.Load(nuspec).Root!.Elements().Single(element => element.Name.LocalName == "metadata");
        var licence = metadata.Elements().FirstOrDefault(element => element.Name.LocalName == "license");
        return licence?.Attribute("type")?.Value == "expression" ? licence.Value
            : ReadByHand.GetValueOrDefault(package) ?? $"unknown ({licence?.Value ?? metadata.Elements().FirstOrDefault(element => element.Name.LocalName == "licenseUrl")?.Value})";
    }
}
