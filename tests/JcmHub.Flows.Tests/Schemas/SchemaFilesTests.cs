using System.Text;
using System.Text.Json.Nodes;
using JcmHub.Domain.Adjustments;
using JcmHub.Domain.Calendar;
using JcmHub.Domain.Credits;
using JcmHub.Domain.Eligibility;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;
using JcmHub.Domain.Projects;
using JcmHub.Domain.Quantities;
using JcmHub.Flows.Exchange;
using JcmHub.Flows.Signing;
using Moq;

namespace JcmHub.Flows.Tests.Schemas;

public sealed class SchemaFilesTests
{
    private static readonly DocumentSchemas Schemas = SchemaFiles.Compile();
    private static readonly PartyId Thailand = PartyId.Parse("TH");
    private static readonly ProjectId Project = ProjectId.Parse("TH014");
    private static readonly DateOnly Day = new(2025, 11, 11);
    private static readonly Authorization Authorised = new("THA-0001", "CA0004", "NDC", new WholeTonnes(1009), Day);

    public static TheoryData<string, string> DataFiles
    {
        get
        {
            var files = new TheoryData<string, string>();
            foreach (var (folder, schema) in new[] { ("projects", "projects/project.schema"), ("parties", "parties/party.schema"), ("entities", "entities/entity.schema"), ("methodologies", "methodologies/methodology.schema"), ("markets", "markets/market.schema") })
            {
                foreach (var file in Directory.GetFiles(Path.Combine(SchemaFiles.Folder, folder), "*.json").Where(file => !file.EndsWith(".schema.json", StringComparison.Ordinal)))
                    files.Add(schema, Path.GetFileName(file));
            }

            return files;
        }
    }

    [Theory]
    [MemberData(nameof(DataFiles))]
    public void DataFile_AgainstItsSchema_IsValid(string schema, string file) =>
        Assert.Empty(Schemas.Check(schema, File.ReadAllBytes(Path.Combine(SchemaFiles.Folder, schema[..schema.IndexOf('/', StringComparison.Ordinal)], file))));

    [Theory]
    [InlineData(DocumentSchemas.MonitoringReport, "th014-2021.json")]
    [InlineData(DocumentSchemas.JointCommitteeDecision, "decisions/th014-2021.json")]
    public void Sample_AgainstItsSchema_IsValid(string schema, string sample) =>
        Assert.Empty(Schemas.Check(schema, File.ReadAllBytes(Path.Combine(SchemaFiles.Root(), "functions", "JcmHub.Cli", "samples", sample))));

    [Theory]
    [InlineData("""{"rate":"1.50","currency":"USD","paidBefore":"transfer"}""", true)]
    [InlineData("""{"percent":"2.5","of":"price","price":"20.00","currency":"USD"}""", true)]
    [InlineData("""{"percent":"100","of":"units","paidBefore":"issuance"}""", true)]
    [InlineData("""{"percent":"2.5","of":"price","price":"20.00"}""", false)]
    [InlineData("""{"percent":"2.5"}""", false)]
    [InlineData("""{"percent":"101","of":"units"}""", false)]
    [InlineData("""{"percent":"5","of":"units","currency":"USD"}""", false)]
    [InlineData("""{"rate":"1.50","currency":"USD","percent":"5","of":"units"}""", false)]
    public void TransferFee_AgainstThePartySchema_IsOneOfThreeForms(string fee, bool isGood) => Assert.Equal(isGood, Schemas.Check("parties/party.schema",
        Encoding.UTF8.GetBytes($$"""{"party":"TH","iso3":"THA","name":"Thailand","accounts":{},"transferFee":[{"from":"2025-01-01","value":{{fee}},"source":"a test","certainty":"sourced"}]}""")).Count == 0);

    public static TheoryData<string> Examples =>
        [.. new[] { "reports", "messages", "snapshots" }.SelectMany(folder => Directory.GetFiles(Path.Combine(SchemaFiles.Folder, folder, "examples"), "*.json"))
            .Select(file => Path.GetRelativePath(SchemaFiles.Folder, file).Replace('\\', '/'))];

    /// <summary>An example is named good or bad, by its schema, and by what it shows: <c>bad.receipt-1.0.refused-without-a-code.json</c>.</summary>
    [Theory]
    [MemberData(nameof(Examples))]
    public void Example_AgainstItsSchema_IsAsItsNameSays(string example)
    {
        var parts = Path.GetFileName(example).Split('.');
        var schema = $"{example[..example.IndexOf('/', StringComparison.Ordinal)]}/{parts[1]}.{parts[2]}";

        var errors = Schemas.Check(schema, File.ReadAllBytes(Path.Combine(SchemaFiles.Folder, example)));

        Assert.Equal(parts[0] == "good", errors.Count == 0);
    }

    [Fact]
    public async Task Records_OfEveryKind_AreValidAndCanonical()
    {
        UnitBlock block = new()
        {
            Registry = Thailand,
            Units = new SerialRange(1, 1009),
            Project = Project,
            Vintage = new Vintage(2021),
            Account = "TH-PENDING",
            AccountType = AccountType.Pending,
            Holder = "Government of Japan \"日本国\"",
            Decision = "TH-TH014-2021",
            State = UnitState.Live,
            RegistrySerials = new SerialRange(5, 1013),
            LinkedSerials = new SerialRange(5, 1013),
        };
        var period = new MonitoringPeriod(new DateOnly(2021, 1, 1), new DateOnly(2021, 12, 31));
        var adjustment = new CorrespondingAdjustment("TH.2021.1", Thailand, "TH-TH014-2021", Project, new Vintage(2021), new WholeTonnes(1009), Day, "TH.TH.2", "TH.TH.3");
        RecordContent[] contents =
        [
            new IssuanceContent("TH-TH014-2021", Project, period, [block], null, null),
            new IssuanceContent("TH-TH014-2021", Project, period, [block], Thailand, Authorised),
            new InternationalTransferContent(RecordCause.Issuance("TH-TH014-2021"), "TH-TH014-2021", Project, Day, PartyId.Japan, "TH-ITO", [block], Authorised),
            new CorrespondingAdjustmentContent("TH-TH014-2021", Project, adjustment, Authorised),
            new EligibilityWithdrawalContent(RecordCause.Operation("JP.1"), "TH-TH014-2021", Project, [block with { ListedIn = "JP-ENT" }], "units-used"),
            new EligibleCreditsContent(RecordCause.Issuance("TH-TH014-2021"), "TH-TH014-2021", Project, [block with { AccountType = AccountType.EntityHolding }],
                new EligibilityEvidence(new RecordId(Thailand, PartyId.Japan, 1), "sha-256:" + new string('0', 64), Day, Authorised, Day, [adjustment])),
        ];

        var signer = Mock.Of<IRecordSigner>(each => each.SignAsync(It.IsAny<ReadOnlyMemory<byte>>(), default) == Task.FromResult("signed"));
        foreach (var content in contents)
        {
            var bytes = OutboxRecord.Write(new RecordId(Thailand, PartyId.Japan, 7), content, DateTimeOffset.UnixEpoch);
            Assert.Empty(Schemas.Check(DocumentSchemas.Record, bytes));
            var record = await OutboxRecord.SignAsync(new RecordId(Thailand, PartyId.Japan, 7), content, bytes, DateTimeOffset.UnixEpoch, 1, signer, default);
            Assert.Equal((ContentHash.Of(bytes), "signed"), (record.Digest, record.Signature));
            using var document = System.Text.Json.JsonDocument.Parse(bytes);
            Assert.Equal(bytes, CanonicalJson.Canonicalize(document.RootElement));
        }
    }

    [Fact]
    public void Receipt_RefusedWithoutACode_IsInvalid()
    {
        var receipt = JsonNode.Parse("""{"documentType":"receipt","schemaVersion":"1.0","registry":"TH","hostParty":"TH","streamNumber":"1","record":{"id":"TH.TH.1","digest":""},"outcome":"refused","appliedOn":"2025-11-11","blocks":[],"codes":["account-unknown"]}""")!;
        receipt["record"]!["digest"] = "sha-256:" + new string('0', 64);
        Assert.Empty(Schemas.Check(DocumentSchemas.Receipt, Encoding.UTF8.GetBytes(receipt.ToJsonString())));

        receipt["codes"] = new JsonArray();

        Assert.NotEmpty(Schemas.Check(DocumentSchemas.Receipt, Encoding.UTF8.GetBytes(receipt.ToJsonString())));
    }
}
