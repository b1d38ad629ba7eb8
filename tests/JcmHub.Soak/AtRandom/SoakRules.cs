using JcmHub.Domain.Parties;
using JcmHub.Local.Stack;

namespace JcmHub.Soak.AtRandom;

/// <summary>A <c>schemas</c> folder with the shipped documents, Japan and the market, and the soak's own hosts and projects.</summary>
internal static class SoakRules
{
    private static readonly string[] Shipped = ["messages", "reports", "snapshots", "markets", "methodologies"];

    /// <summary>Writes the folder.</summary>
    public static void Write(string folder)
    {
        var shipped = Path.Combine(Checkout.Root(AppContext.BaseDirectory), "schemas");
        foreach (var file in Directory.EnumerateFiles(shipped, "*.json", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(shipped, file);
            var isTaken = Shipped.Contains(name.Split(Path.DirectorySeparatorChar)[0]) || name.EndsWith(".schema.json", StringComparison.Ordinal) || name == Path.Combine("parties", "JP.json");
            if (!isTaken || name.Contains("examples", StringComparison.Ordinal))
                continue;
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, name))!);
            File.Copy(file, Path.Combine(folder, name));
        }

        foreach (var host in SoakHost.All)
        {
            File.WriteAllText(Path.Combine(folder, "parties", $"{host.Code}.json"), Party(host));
            foreach (var project in host.Projects)
                File.WriteAllText(Path.Combine(folder, "projects", $"{project}.json"), Project(project));
        }
    }

    private static string Party(SoakHost host) => $$"""
        {"party":"{{host.Code}}","iso3":"{{host.Code}}X","name":"A host of the soak","accounts":{"pending":"{{host.Pending}}","internationalTransferOut":"{{host.Out}}"},
         "registry":[{{Rule(host.Mode is null ? "none" : "transactional")}}],"issuanceFlow":[{{Rule(host.Flow)}}],"article6RulesAgreed":[{{Rule("yes")}}],
         "delivery":[{{Rule((host.Mode ?? DeliveryMode.Http).ToString().ToLowerInvariant())}}] }
        """;

    private static string Rule(string value) => $$"""{"from":"2013-01-01","value":"{{value}}","source":"the soak","certainty":"sourced"}""";

    private static string Project(string id) => $$"""
        {"project":"{{id}}","party":"{{id[..2]}}","title":"Project {{id}} of the soak","timeZone":"Asia/Bangkok","operationStart":"2010-01-01","registeredOn":"2014-01-01",
         "track":"private","methodologies":[{"id":"TH_AM001","version":"1.0"}],"participants":[],"status":"registered"}
        """;
}
