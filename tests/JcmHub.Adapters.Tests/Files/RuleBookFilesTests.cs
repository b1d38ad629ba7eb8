using JcmHub.Adapters.Files;
using JcmHub.Local.Stack;

namespace JcmHub.Adapters.Tests.Files;

/// <summary>Rule files that somebody changed by hand: what is wrong is said with the file's name, and nothing starts.</summary>
public sealed class RuleBookFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("jcmhub-rule-files-").FullName;

    public RuleBookFilesTests() => RuleFiles.Copy(Path.Combine(Checkout.Root(AppContext.BaseDirectory), "schemas"), _folder);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Load_TheShippedFiles_AreTheRules() => Assert.Equal("Thailand", RuleBookFiles.Load(_folder).Party(Domain.Parties.PartyId.Parse("TH"))!.Name);

    [Theory]
    [InlineData("parties/TH.json", """{"party":""", "json-")]
    [InlineData("parties/TH.json", """{"party":"TH"}""", "required")]
    [InlineData("parties/party.schema.json", "{", "ends too early")]
    [InlineData("parties/party.schema.json", """{"$id":"https://jcmhub.example/schemas/parties/party.schema.json","$ref":"gone.json"}""", "gone.json")]
    public void Load_FileThatDoesNotCheck_NamesItAndWhy(string name, string content, string why)
    {
        File.WriteAllText(Path.Combine(_folder, name), content);

        Assert.StartsWith($"{Path.Combine(_folder, name)}: ", Fault(), StringComparison.Ordinal);
        Assert.Contains(why, Fault(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Load_RuleThatEndsBeforeItBegins_NamesTheFile()
    {
        var file = Path.Combine(_folder, "parties", "TH.json");
        File.WriteAllText(file, File.ReadAllText(file).Replace("\"value\": \"transactional\"", "\"to\": \"2020-01-01\", \"value\": \"transactional\"", StringComparison.Ordinal));

        Assert.StartsWith($"{file}: The rule registry", Fault(), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_TwoFilesOfOneParty_NamesTheSecond()
    {
        File.Copy(Path.Combine(_folder, "parties", "TH.json"), Path.Combine(_folder, "parties", "old-TH.json"));

        Assert.Equal($"{Path.Combine(_folder, "parties", "old-TH.json")}: another file is about TH too.", Fault());
    }

    [Theory]
    [InlineData("parties/JP.json", "Japan")]
    [InlineData("markets/gx-ets.json", "market")]
    [InlineData("parties/party.schema.json", "party.schema.json is missing")]
    public void Load_FileThatMustBeThere_IsMissed(string name, string why)
    {
        File.Delete(Path.Combine(_folder, name));

        Assert.Contains(why, Fault(), StringComparison.Ordinal);
    }

    private string Fault() => Assert.Throws<InvalidDataException>(() => RuleBookFiles.Load(_folder)).Message;
}
