using System.Text;
using System.Text.Json.Nodes;
using JcmHub.Adapters.Files;
using JcmHub.Adapters.Tables;
using JcmHub.Domain.Calendar;
using JcmHub.Domain.Credits;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;
using JcmHub.Domain.Projects;
using JcmHub.Domain.Quantities;
using JcmHub.Flows;
using JcmHub.Flows.Decisions;
using JcmHub.Flows.Exchange;
using JcmHub.Flows.Intake;
using JcmHub.Flows.Issuance;
using JcmHub.Local.Stack;
using Microsoft.Extensions.Logging.Abstractions;
using Moq;

namespace JcmHub.Adapters.Tests.Decisions;

/// <summary>
/// The flows from a verified report to the ledger, on a real storage and the shipped rule book with a test's own files added.
/// Reports come in with a result of the test's own; from there on everything is the product's.
/// </summary>
internal sealed class Hub
{
    private long _lastSerial;

    /// <param name="storage">The storage.</param>
    /// <param name="files">Files that are added to the <c>schemas</c> folder: name and content.</param>
    public Hub(StorageFixture storage, params (string Name, string Json)[] files)
        : this(storage, TimeProvider.System, files)
    {
    }

    /// <summary>The same, with a clock of its own for the ledger.</summary>
    public Hub(StorageFixture storage, TimeProvider time, params (string Name, string Json)[] files)
    {
        Rules = Book(files);
        Recipients = new RecipientAccounts(new TableAccounts(storage.Tables()));
        Reports = new TableReports(storage.Tables(), storage.Blobs());
        Ledger = LedgerOn(new TableLedgerRows(storage.Tables()), time);
        var notify = new NotifyDecision(Rules, Ledger);
        Verify = new VerifyReport(Rules, Reports, TimeProvider.System);
        Answer = new AnswerFindings(Rules, Reports, TimeProvider.System);
        Request = new RequestIssuance(Rules, Reports, TimeProvider.System);
        Check = new CheckCompleteness(Rules, Reports, TimeProvider.System);
        Withdraw = new WithdrawReport(Rules, Reports, notify, TimeProvider.System);
        Decide = DecideOn(Ledger);
        Submit = new SubmitReport(Rules, Reports, Mock.Of<IReportQueue>(), TimeProvider.System);
        ApproveTransfer = new ApproveTransfer(Rules, Ledger, Recipients, TimeProvider.System);
        Attach = new AttachDocument(Reports, TimeProvider.System);
        Read = new ReadReport(Rules, Reports, Ledger, TimeProvider.System);
    }

    /// <summary>A ledger as another process has it, on the storage as that one sees it.</summary>
    public static Ledger LedgerOn(ILedgerRows rows, TimeProvider? time = null) =>
        new(rows, new Relay(rows, Mock.Of<IRecordQueue>(), new ExchangeSteps()), RuleFiles.Rules, TestKeys.Hub, time ?? TimeProvider.System, NullLogger<Ledger>.Instance);

    /// <summary>The governments' door in another process.</summary>
    public DecideTogether DecideOn(Ledger ledger) =>
        new(Rules, new ReviewDecision(Rules, IssuancePolicy.Default, Reports, Recipients), ledger, new NotifyDecision(Rules, ledger), TimeProvider.System);

    public RuleBook Rules { get; }

    public RecipientAccounts Recipients { get; }

    public TableReports Reports { get; }

    public Ledger Ledger { get; }

    public VerifyReport Verify { get; }

    public AnswerFindings Answer { get; }

    public RequestIssuance Request { get; }

    public CheckCompleteness Check { get; }

    public WithdrawReport Withdraw { get; }

    public DecideTogether Decide { get; }

    public SubmitReport Submit { get; }

    public ApproveTransfer ApproveTransfer { get; }

    public AttachDocument Attach { get; }

    public ReadReport Read { get; }

    public static Caller Participant(string project) =>
        new("participant", "participant", PartyId.Parse(project[..2])) { Projects = new HashSet<ProjectId> { ProjectId.Parse(project) } };

    /// <summary>An entity with a designation in the host of a project or report.</summary>
    public static Caller EntityOf(string id) => new("entity", "third-party-entity", null) { Entities = new HashSet<string> { $"TPE-{id[..2]}-001" } };

    public static Caller Government(string party) => new($"government {party}", "government", PartyId.Parse(party));

    public static Caller Secretariat(string party) => new($"secretariat {party}", "secretariat", PartyId.Parse(party));

    public static byte[] Document(string json) => Encoding.UTF8.GetBytes(json);

    /// <summary>A project's file; more properties may be added.</summary>
    public static (string Name, string Json) Project(string id, string more = "", string title = "A project of a test")
    {
        var properties = new List<string>();
        if (!more.Contains("\"status\"", StringComparison.Ordinal))
            properties.Add("\"status\":\"registered\"");
        if (more.Length > 0)
            properties.Add(more);
        return ($"projects/{id}.json", $$"""
            {"project":"{{id}}","party":"{{id[..2]}}","title":"{{title}}","timeZone":"Asia/Bangkok","operationStart":"2010-01-01","registeredOn":"2014-01-01",
             "track":"private","methodologies":[{"id":"TH_AM001","version":"1.0"}],"participants":[],{{string.Join(',', properties)}}}
            """);
    }

    /// <summary>A Party's file with flow B and a registry; more properties may be added.</summary>
    public static (string Name, string Json) Host(string code, string more = "", string flow = "B") => ($"parties/{code}.json", $$"""
        {"party":"{{code}}","iso3":"{{code}}X","name":"A host of a test","accounts":{"pending":"{{code}}-PENDING","internationalTransferOut":"{{code}}-ITO"},
         "registry":[{"from":"2013-01-01","value":"transactional","source":"a test","certainty":"sourced"}],
         "issuanceFlow":[{"from":"2013-01-01","value":"{{flow}}","source":"a test","certainty":"sourced"}]{{(more.Length > 0 ? "," : "")}}{{more}} }
        """);

    /// <summary>A computed report with these tonnes.</summary>
    public Task<ReportState> ComputedAsync(string project, MonitoringPeriod period, params (int Year, long Tonnes)[] vintages) =>
        ComputedAsync(project, period, null, vintages);

    private async Task<ReportState> ComputedAsync(string project, MonitoringPeriod period, string? replaces, (int Year, long Tonnes)[] vintages)
    {
        var id = ProjectId.Parse(project);
        var hash = ContentHash.Of(Encoding.UTF8.GetBytes($"{project} {period}{replaces}"));
        var state = new ReportState
        {
            Id = ReportState.IdOf(id, hash),
            Project = id,
            Period = period,
            ContentHash = hash,
            Blob = "none",
            SubmittedBy = "participant",
            SubmittedAt = DateTimeOffset.UnixEpoch,
        };
        var references = Rules.ReferencesOf(id);
        var (claims, version) = await Reports.ProjectAsync(references[0], default);
        Assert.True(await Reports.AddAsync(
            state, new ProjectClaims(references[0], claims.With(new ReportClaim(state.Id, hash, period), replaces), version), new ReplacedReport(null, string.Empty), default));
        var (stored, stamp) = (await Reports.FindAsync(state.Id, default))!.Value;
        var result = new ComputedResult(
            DateTimeOffset.UnixEpoch, [.. vintages.Select(vintage => new VintageTonnes(new Vintage(vintage.Year), new WholeTonnes(vintage.Tonnes)))], [], [], [], "none");
        Assert.True(await Reports.CompleteAsync(stored with { Result = result }, stamp, default));
        return stored with { Result = result };
    }

    /// <summary>A report that both governments can decide on.</summary>
    public Task<ReportState> ReadyAsync(string project, MonitoringPeriod period, DateOnly day, params (int Year, long Tonnes)[] vintages) =>
        ReadyAsync(project, period, day, null, vintages);

    /// <summary>The same, in the place of a withdrawn one.</summary>
    public async Task<ReportState> ReadyAsync(string project, MonitoringPeriod period, DateOnly day, string? replaces, params (int Year, long Tonnes)[] vintages)
    {
        var report = await ComputedAsync(project, period, replaces, vintages);
        await VerifiedAsync(report, day);
        await RequestedAsync(report.Id, day);
        return report;
    }

    public async Task VerifiedAsync(ReportState report, DateOnly day) => Ok(await Verify.VerifyAsync(report.Id, Verification(report, day), EntityOf(report.Id), default));

    /// <summary>Requested, and found complete by both sides.</summary>
    public async Task RequestedAsync(string reportId, DateOnly day)
    {
        Ok(await Request.RequestAsync(reportId, Document($$"""{"documentType":"issuance-request","schemaVersion":"1.0","requestedOn":"{{day:yyyy-MM-dd}}"}"""), default));
        foreach (var party in new[] { "JP", reportId[..2] })
            Ok(await Check.CheckAsync(reportId,
                Document($$"""{"documentType":"completeness-check","schemaVersion":"1.0","outcome":"complete","checkedOn":"{{day:yyyy-MM-dd}}"}"""), Secretariat(party), default));
    }

    public static byte[] Verification(ReportState report, DateOnly day) => Document($$"""
        {"documentType":"verification-statement","schemaVersion":"1.0","outcome":"verified","thirdPartyEntity":"TPE-{{report.Host}}-001","contentHash":"{{report.ContentHash}}",
         "verifiedOn":"{{day:yyyy-MM-dd}}","vintages":[{{string.Join(',', report.Result!.Vintages.Select(Vintage))}}]}
        """);

    private static string Vintage(VintageTonnes vintage) => $$"""{"year":{{vintage.Vintage.Year}},"tonnes":"{{vintage.Tonnes}}"}""";

    public static byte[] Returned(ReportState report, string finding) => Document($$"""
        {"documentType":"verification-statement","schemaVersion":"1.0","outcome":"returned","thirdPartyEntity":"TPE-{{report.Host}}-001","contentHash":"{{report.ContentHash}}",
         "verifiedOn":"2024-02-01","findings":["{{finding}}"]}
        """);

    /// <summary>Whole tonnes of one vintage for Japan's government and the host's.</summary>
    public static JsonObject Allocation(string party, int year, long japan, long partner) => JsonNode.Parse($$"""
        {"kind":"whole-tonnes","recipients":[
          {"holder":"Government of Japan","side":"japan","kind":"government","account":"JP-GOV","tonnes":{"{{year}}":{{japan}} } },
          {"holder":"Host side","side":"partner","kind":"government","account":"{{party}}-GOV","tonnes":{"{{year}}":{{partner}} } }]}
        """)!.AsObject();

    public static JsonObject Project(string project, MonitoringPeriod period, JsonObject allocation) => new()
    {
        ["project"] = project,
        ["monitoringPeriod"] = new JsonObject { ["from"] = $"{period.From:yyyy-MM-dd}", ["to"] = $"{period.To:yyyy-MM-dd}" },
        ["allocation"] = allocation,
    };

    /// <summary>A decision on one project, or on several.</summary>
    public static JsonObject Decision(string id, DateOnly day, params JsonObject[] projects)
    {
        var decision = new JsonObject
        {
            ["documentType"] = "joint-committee-decision", ["schemaVersion"] = "1.0", ["decisionId"] = id, ["party"] = id[..2], ["decidedOn"] = $"{day:yyyy-MM-dd}",
        };
        if (projects.Length > 1)
            decision["projects"] = new JsonArray([.. projects]);
        else
            foreach (var property in projects[0].DeepClone().AsObject())
                decision[property.Key] = property.Value?.DeepClone();
        return decision;
    }

    public Task<Outcome<DecisionState>> ApproveAsync(JsonObject decision, string party) =>
        Decide.ApproveAsync(Document(decision.ToJsonString()), Government(party), default);

    /// <summary>Both governments approve.</summary>
    public async Task<DecisionState> DecidedAsync(JsonObject decision)
    {
        Ok(await ApproveAsync(decision, "JP"));
        return Ok(await ApproveAsync(decision, decision["party"]!.GetValue<string>()));
    }

    /// <summary>A registry applied a record on a day: its receipt is booked. Of the first block it may have issued fewer tonnes.</summary>
    public async Task AppliedAsync(RecordId id, DateOnly day, long? ofTheFirst = null)
    {
        var booked = await Ledger.CommitAsync<bool>(id.Host, new Author("a registry", "registry", id.Destination.Party), async (view, entry) =>
        {
            var (_, record) = (await view.FindAsync<OutboxRecord>(LedgerKeys.Outbox(id), default))!.Value;
            var (row, issuance) = (await view.IssuanceAsync(record.Cause.Id, default))!.Value;
            var demand = ReceiptBooking.Demand(issuance, id, record.Blocks, Rules.Party(id.Host)!, day);
            var blocks = record.Blocks.Select((block, i) => i == 0 && ofTheFirst is { } few && few < block.Units.Count ? block.Split(block.Units.Count - few).Head : block).Select(block => new ReceiptBlock(
                block.Units, block.Vintage, demand.ToAccount ?? block.Account, block.RegistrySerials ?? Serials(block.Units.Count)));
            var receipt = new Receipt(id, record.Digest, true, day) { Blocks = [.. blocks] };
            Assert.Null(ReceiptRules.CheckContent(receipt, demand));
            var after = ReceiptBooking.Book(issuance, record.Blocks, Rules.Party(id.Host)!, receipt, entry);
            return new LedgerStep<bool>
            {
                Answer = true, CommandId = $"receipt-{id}", InputHash = record.Digest,
                Rows =
                [
                    RowWrite.Replace(row, LedgerKeys.Issuance(record.Cause.Id), LedgerJson.Write(after)),
                    RowWrite.Delete(LedgerKeys.Outbox(id)),
                    RowWrite.Add(LedgerKeys.Record(id), LedgerJson.Write(new DeliveredRecord(record) { ReceiptedAt = entry.Time, ReceiptEntry = entry.Head.LastEntry })),
                ],
            };
        }, default);
        Assert.False(booked.IsRefused, booked.Refusal?.Detail);
    }

    public async Task<Domain.Ledger.Issuance> IssuanceAsync(string host, string decisionId) =>
        (await Ledger.View(PartyId.Parse(host)).IssuanceAsync(decisionId, default))!.Value.Value;

    public static T Ok<T>(Outcome<T> outcome)
    {
        Assert.False(outcome.IsRefused, $"{outcome.Refusal?.Code}: {outcome.Refusal?.Detail}");
        return outcome.Value!;
    }

    private SerialRange Serials(long count)
    {
        var serials = SerialRange.From(_lastSerial + 1, count);
        _lastSerial = serials.Last;
        return serials;
    }

    private static RuleBook Book((string Name, string Json)[] files)
    {
        var folder = Directory.CreateTempSubdirectory("jcmhub-rules-").FullName;
        try
        {
            RuleFiles.Copy(Path.Combine(Checkout.Root(AppContext.BaseDirectory), "schemas"), folder);
            foreach (var (name, json) in files)
                File.WriteAllText(Path.Combine(folder, name), json);
            return RuleBookFiles.Load(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
