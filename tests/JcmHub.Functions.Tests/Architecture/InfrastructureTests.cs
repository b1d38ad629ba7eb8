using System.Diagnostics;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml;
using JcmHub.Domain.Parties;
using JcmHub.Flows.Exchange;
using JcmHub.Adapters.Tables;
using JcmHub.Flows.Intake.Uploads;
using JcmHub.Functions.Triggers;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace JcmHub.Functions.Tests.Architecture;

/// <summary>What is deployed agrees with what is declared and with what the functions expect.</summary>
public sealed partial class InfrastructureTests
{
    /// <summary>Service Bus allows no longer lock (learn.microsoft.com, "Message locks").</summary>
    private static readonly TimeSpan LongestLock = TimeSpan.FromMinutes(5);

    /// <summary>What the declaration says for people, or what the Standard tier fixes by itself (256 KB).</summary>
    private static readonly string[] NotDeployed = ["purpose", "maxMessageSizeInKilobytes"];

    private static readonly JsonArray Declared = JsonNode.Parse(File.ReadAllBytes(Repository.File("infra", "queues.json")))!["queues"]!.AsArray();

    private static readonly JsonNode Host = JsonNode.Parse(File.ReadAllBytes(Repository.File("host.json")))!;

    private static readonly string AllBicep = string.Join('\n', Directory.EnumerateFiles(Repository.File("infra"), "*.bicep", SearchOption.AllDirectories).Select(File.ReadAllText));

    [Fact]
    public void Queues_OfTheTriggers_AreDeclared() =>
        Assert.Empty(typeof(Reports).Assembly.GetTypes().SelectMany(type => type.GetMethods()).SelectMany(method => method.GetParameters())
            .Select(parameter => parameter.GetCustomAttribute<ServiceBusTriggerAttribute>()?.QueueName).OfType<string>()
            .Except(Declared.Select(queue => queue!["name"]!.GetValue<string>())));

    [Fact]
    public void Bicep_Queues_TakeEveryMemberFromTheDeclaration()
    {
        var module = File.ReadAllText(Repository.File("infra", "modules", "service-bus.bicep"));
        Assert.Contains("loadJsonContent('../queues.json').queues", module, StringComparison.Ordinal);
        var members = Declared.SelectMany(queue => queue!.AsObject().Select(member => member.Key)).Distinct().Except(NotDeployed);
        Assert.All(members, member => Assert.Contains($"{member}: queue.{member}\n", module, StringComparison.Ordinal));
        Assert.DoesNotMatch("(lockDuration|maxDeliveryCount): ['0-9]", module);
    }

    /// <summary>An event that names another container, or goes to another queue than uploads are read from, would be lost without a word.</summary>
    [Fact]
    public void Bicep_EventGrid_WatchesTheInboxAndTellsTheQueueOfUploads()
    {
        var main = File.ReadAllText(Repository.File("infra", "main.bicep"));
        var subscription = File.ReadAllText(Repository.File("infra", "modules", "event-grid.bicep"));

        Assert.Equal(IInbox.Container, Named(main, "^var inbox = '(.+)'$"));
        Assert.Equal("inbox", Named(main, "^    container: (.+)$"));
        Assert.Equal(IUploadQueue.Name, Named(main, "^    queue: '(.+)'$"));
        Assert.NotEqual(IInbox.Container, Named(main, "^var undeliveredEvents = '(.+)'$"));
        Assert.Contains("subjectBeginsWith: '/blobServices/default/containers/${container}/blobs/'", subscription, StringComparison.Ordinal);
        Assert.All(Regex.Match(subscription, @"StringNotEndsWith.*values: \[(.+)\]").Groups[1].Value.Split(',', StringSplitOptions.TrimEntries),
            suffix => Assert.True(InboxOutcome.IsNameOfOne("a-report" + suffix.Trim('\'')), suffix));
    }

    [Fact]
    public void Bicep_SealedRecords_LieInTheContainerThatAzureKeepsFromChange()
    {
        var storage = File.ReadAllText(Repository.File("infra", "modules", "storage.bicep"));

        Assert.Equal(BlobRecordArchive.Container, Named(storage, @"^resource sealed '.+' = \{\n  parent: blobs\n  name: '(.+)'$"));
        Assert.Matches(@"immutabilityPolicies@\S+ = if \(!sealedRecordsLocked\) \{\n  parent: sealed\n  name: 'default'\n", storage);
        Assert.Contains("{ immutabilityPeriodSinceCreationInDays: sealedRecordsDays, allowProtectedAppendWrites: false }", storage, StringComparison.Ordinal);
    }

    /// <summary>What is read of a key's file belongs to one machine; in Azure the key lies in the vault.</summary>
    [Fact]
    public void Bicep_Settings_HaveEveryNameOfExchangeThatCompositionReads()
    {
        var module = File.ReadAllText(Repository.File("infra", "modules", "functions.bicep"));
        var read = Regex.Matches(File.ReadAllText(Repository.File("functions", "JcmHub.Functions", "Composition.cs")), "\"(Exchange:[A-Za-z]+)\"")
            .Select(match => match.Groups[1].Value).Distinct().Except(["Exchange:SigningKeyFile"]).ToArray();

        Assert.NotEmpty(read);
        Assert.All(read, name => Assert.Contains($"{{ name: '{name.Replace(":", "__", StringComparison.Ordinal)}', value: ", module, StringComparison.Ordinal));
    }

    private static string Named(string bicep, string pattern) => Regex.Match(bicep, pattern, RegexOptions.Multiline).Groups[1].Value;

    /// <summary>A registry may read its own queue or container and nothing else; both have the name under which the hub writes.</summary>
    [Fact]
    public void Bicep_Registries_ReadWhatIsTheirsOnly()
    {
        var name = JsonNode.Parse(File.ReadAllBytes(Repository.File("infra", "queues.json")))!["registryQueue"]!["name"]!.GetValue<string>();
        Assert.Equal(RecordDrop.NameOf(PartyId.Parse("TH")), name.Replace("{party}", "th", StringComparison.Ordinal));
        var storage = File.ReadAllText(Repository.File("infra", "modules", "storage.bicep"));
        Assert.Contains($"name: '{name.Replace("{party}", "${toLower(registry.key)}", StringComparison.Ordinal)}'\n", storage, StringComparison.Ordinal);
        var bus = File.ReadAllText(Repository.File("infra", "modules", "service-bus.bicep"));
        Assert.Matches(@"(?s)resource readers [^\n]+\n[^\n]+\n  scope: queues\[length\(declared\) \+ i\]\n.+?roles\.receiver\)", bus);
        Assert.Matches(@"(?s)resource readers [^\n]+\n[^\n]+\n  scope: drops\[i\]\n.+?blobDataReader\)", storage);
    }

    /// <summary>A function that may still run must still hold its message; one call to a registry must fit into the lock of its first minute.</summary>
    [Fact]
    public void HostJson_LockRenewalAndTimeout_FitTheLocksOfTheQueues()
    {
        var timeout = TimeSpan.Parse(Host["functionTimeout"]!.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture);
        var serviceBus = Host["extensions"]!["serviceBus"]!;
        var renewal = TimeSpan.Parse(serviceBus["maxAutoLockRenewalDuration"]!.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture);

        Assert.True(renewal >= timeout, $"Locks are renewed for {renewal}, a function may run for {timeout}.");
        Assert.Equal(0, serviceBus["prefetchCount"]!.GetValue<int>());
        Assert.False(serviceBus["autoCompleteMessages"]!.GetValue<bool>());
        Assert.All(Declared, queue =>
        {
            var lockDuration = XmlConvert.ToTimeSpan(queue!["lockDuration"]!.GetValue<string>());
            Assert.InRange(lockDuration, Composition.RegistryTimeout * 2, LongestLock);
            Assert.InRange(queue["maxDeliveryCount"]!.GetValue<int>(), 2, 2000);
            Assert.True(queue["deadLetteringOnMessageExpiration"]!.GetValue<bool>());
        });
    }

    [Fact]
    public void Bicep_Always_HasNoKeys()
    {
        Assert.Contains("allowSharedKeyAccess: false", AllBicep, StringComparison.Ordinal);
        Assert.Contains("disableLocalAuth: true", AllBicep, StringComparison.Ordinal);
        Assert.Contains("DisableLocalAuth: true", AllBicep, StringComparison.Ordinal);
        Assert.DoesNotMatch("listKeys|listAccountSas|AccountKey|SharedAccessKey|primaryConnectionString", AllBicep);
    }

    [Fact]
    public void Bicep_Settings_AreEnoughForTheHub()
    {
        var module = File.ReadAllText(Repository.File("infra", "modules", "functions.bicep"));
        var settings = Setting().Matches(module).ToDictionary(match => match.Groups[1].Value.Replace("__", ":", StringComparison.Ordinal), match => (string?)ValueOf(match.Groups[2].Value));
        Assert.Contains("ServiceBus:fullyQualifiedNamespace", settings.Keys);
        // The client that the tests are compiled with reaches no namespace in Azure (D1).
        settings["ServiceBus"] = "Endpoint=sb://127.0.0.1:1;SharedAccessKeyName=none;SharedAccessKey=bm9uZQ==;UseDevelopmentEmulator=true";
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();

        new ServiceCollection().AddHub(configuration);
    }

    /// <summary>Needs Microsoft's compiler: <c>dotnet build infra/Bicep.csproj</c> restores it once.</summary>
    [SkippableFact]
    public void Bicep_Compiled_HasTheDeclaredQueues()
    {
        var packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        var versions = Path.Combine(packages, "azure.bicep.commandline.linux-x64");
        Skip.IfNot(OperatingSystem.IsLinux() && Directory.Exists(versions), "The Bicep compiler was not restored.");
        var compiler = Path.Combine(Directory.EnumerateDirectories(versions).Order(StringComparer.Ordinal).Last(), "tools", "bicep");

        var (code, template, errors) = Run(compiler, "build", Repository.File("infra", "main.bicep"), "--stdout");

        Assert.True(code == 0 && errors.Length == 0, errors);
        var deployed = Descendants(JsonNode.Parse(template)!).OfType<JsonObject>()
            .Single(node => node["$fxv#0"] is JsonObject loaded && loaded["queues"] is not null)["$fxv#0"]!["queues"]!;
        Assert.True(JsonNode.DeepEquals(Declared, deployed));
    }

    private static string ValueOf(string expression) => expression switch
    {
        _ when expression.Contains("https://", StringComparison.Ordinal) => "https://store.example/",
        "tokenAuthority" => "https://login.example/tenant/v2.0",
        "serviceBusNamespace" => "bus.example",
        _ => "value",
    };

    private static IEnumerable<JsonNode> Descendants(JsonNode node) => node switch
    {
        JsonObject item => item.Select(member => member.Value).OfType<JsonNode>().SelectMany(Descendants).Prepend(item),
        JsonArray list => list.OfType<JsonNode>().SelectMany(Descendants).Prepend(list),
        _ => [node],
    };

    private static (int Code, string Output, string Errors) Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.Result);
    }

    [GeneratedRegex(@"\{ name: '(\w+)', value: (.+) \}")]
    private static partial Regex Setting();
}
