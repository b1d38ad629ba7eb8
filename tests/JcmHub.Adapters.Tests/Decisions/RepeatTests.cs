using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using JcmHub.Domain.Calendar;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;
using JcmHub.Flows;
using JcmHub.Flows.Issuance;

namespace JcmHub.Adapters.Tests.Decisions;

/// <summary>
/// Every command of the project cycle, given again: the same content, however it is written, is answered as the first time and changes
/// nothing; other content for a thing that is done is a conflict with a code and changes nothing either.
/// </summary>
public sealed class RepeatTests(StorageFixture storage) : IClassFixture<StorageFixture>
{
    private static readonly MonitoringPeriod Year2021 = new(new DateOnly(2021, 1, 1), new DateOnly(2021, 12, 31));
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    [Fact]
    public async Task EveryCommand_GivenAgain_IsDoneOnceAndOtherContentIsAConflict()
    {
        const string rules = """
            "article6RulesAgreed":[{"from":"2020-01-01","value":"yes","source":"a test","certainty":"sourced"}],
            "transferFee":[{"from":"2013-01-01","value":{"rate":"1.25","currency":"USD","paidBefore":"transfer"},"source":"a test","certainty":"sourced"}]
            """;
        var hub = new Hub(storage, Hub.Project("RA001"), Hub.Host("RA", rules, flow: "A"));
        var report = await hub.ComputedAsync("RA001", Year2021, (2021, 100));
        var (id, entity, participant) = (report.Id, Hub.EntityOf("RA001"), Hub.Participant("RA001"));
        var authorize = new AuthorizeUnits(hub.Rules, hub.Ledger, TimeProvider.System);
        var decision = Hub.Decision("RA-ONE", new DateOnly(2025, 11, 1), Hub.Project("RA001", Year2021, Hub.Allocation("RA", 2021, 60, 40)));
        Step[] steps =
        [
            new("a returned report", Text(Hub.Returned(report, "Which meter?")), "findings", new JsonArray("Which day?"), "report-not-ready",
                async document => (await hub.Verify.VerifyAsync(id, document, entity, default)).Refusal),
            new("an answer", """{"documentType":"findings-answer","schemaVersion":"1.0","answeredOn":"2025-02-10","answers":["The second."]}""",
                "answers", new JsonArray("The third."), "findings-already-answered",
                async document => (await hub.Answer.AnswerAsync(id, document, participant, default)).Refusal),
            new("a verification", Text(Hub.Verification(report, new DateOnly(2025, 3, 1))), "verifiedOn", "2025-03-02", "already-verified",
                async document => (await hub.Verify.VerifyAsync(id, document, entity, default)).Refusal),
            new("a request that is withdrawn", Fact("issuance-request", "requestedOn", "2025-04-01"), "requestedOn", "2025-04-02", "issuance-already-requested",
                async document => (await hub.Request.RequestAsync(id, document, default)).Refusal),
            new("its withdrawal", """{"documentType":"withdrawal","schemaVersion":"1.0","what":"issuance-request","withdrawnOn":"2025-04-03","reason":"Too early."}""",
                "reason", "Too late.", "already-withdrawn",
                async document => (await hub.Withdraw.WithdrawAsync(id, document, participant, default)).Refusal),
            new("a request", Fact("issuance-request", "requestedOn", "2025-05-01"), "requestedOn", "2025-05-02", "issuance-already-requested",
                async document => (await hub.Request.RequestAsync(id, document, default)).Refusal),
            new("Japan's check", Check("2025-06-01"), "checkedOn", "2025-06-02", "completeness-already-checked",
                async document => (await hub.Check.CheckAsync(id, document, Hub.Secretariat("JP"), default)).Refusal),
            new("the host's check", Check("2025-06-03"), "checkedOn", "2025-06-01", "completeness-already-checked",
                async document => (await hub.Check.CheckAsync(id, document, Hub.Secretariat("RA"), default)).Refusal),
            new("one government's approval", decision.ToJsonString(), null, null, null,
                async document => (await hub.Decide.ApproveAsync(document, Hub.Government("JP"), default)).Refusal),
            new("the other's", decision.ToJsonString(), "decidedOn", "2025-11-02", "decision-in-force",
                async document => (await hub.Decide.ApproveAsync(document, Hub.Government("RA"), default)).Refusal),
            new("the payment", """{"documentType":"fee-payment","schemaVersion":"1.0","paidOn":"2025-11-03","reference":"A-1"}""", "reference", "A-2", "fee-already-paid",
                async document => (await hub.Decide.ConfirmPaymentAsync("RA-ONE", document, Hub.Government("RA"), default)).Refusal)
            { Then = () => hub.AppliedAsync(RecordId.Parse("RA.RA.1"), new DateOnly(2025, 11, 4)) },
            new("an authorisation", """
                {"documentType":"authorization-grant","schemaVersion":"1.0","decision":"RA-ONE","authorization":
                 {"authorizationId":"RAX-0001","cooperativeApproach":"CA0004","purposes":"NDC","quantity":"60","authorizedOn":"2025-11-05"} }
                """, "authorization", JsonNode.Parse("""{"authorizationId":"RAX-0001","cooperativeApproach":"CA0004","purposes":"NDC","quantity":"61","authorizedOn":"2025-11-05"}"""),
                "authorization-exists", async document => (await authorize.AuthorizeAsync(document, Hub.Government("RA"), default)).Refusal),
            new("the transfer's approval", Fact("transfer-approval", "approvedOn", "2025-11-06"), "approvedOn", "2025-11-07", "transfer-already-approved",
                async document => (await hub.ApproveTransfer.ApproveAsync("RA-ONE", document, Hub.Government("RA"), default)).Refusal),
        ];

        foreach (var step in steps)
            await IsDoneOnceAsync(hub, id, step);
    }

    [Fact]
    public async Task WithdrawalOfAReport_GivenAgain_IsDoneOnceAndAnotherDayIsAConflict()
    {
        var hub = new Hub(storage, Hub.Project("RB001"), Hub.Host("RB"));
        var report = await hub.ComputedAsync("RB001", Year2021, (2021, 100));

        await IsDoneOnceAsync(hub, report.Id, new Step(
            "a withdrawal", """{"documentType":"withdrawal","schemaVersion":"1.0","what":"report","withdrawnOn":"2025-04-03"}""", "withdrawnOn", "2025-04-04", "already-withdrawn",
            async document => (await hub.Withdraw.WithdrawAsync(report.Id, document, Hub.Participant("RB001"), default)).Refusal));
    }

    /// <summary>What has not happened is no fact, whoever says so; what happens today may be said today, in the east a day earlier than here.</summary>
    [Fact]
    public async Task EveryCommand_OfADayThatHasNotCome_IsRefusedWithItsPlace()
    {
        var hub = new Hub(storage, Hub.Project("RC001"), Hub.Host("RC"));
        var report = await hub.ComputedAsync("RC001", Year2021, (2021, 100));
        var future = $"{TimeProvider.System.GetUtcNow().AddDays(2):yyyy-MM-dd}";
        var decision = Hub.Decision("RC-ONE", DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().AddDays(2).DateTime), Hub.Project("RC001", Year2021, Hub.Allocation("RC", 2021, 60, 40)));
        foreach (var (day, refusal) in new (string, Refusal?)[]
        {
            ("verifiedOn", (await hub.Verify.VerifyAsync(report.Id, Hub.Verification(report, DateOnly.Parse(future, null)), Hub.EntityOf("RC001"), default)).Refusal),
            ("answeredOn", (await hub.Answer.AnswerAsync(report.Id, Hub.Document($$"""{"documentType":"findings-answer","schemaVersion":"1.0","answeredOn":"{{future}}","answers":["x"]}"""), Hub.Participant("RC001"), default)).Refusal),
            ("requestedOn", (await hub.Request.RequestAsync(report.Id, Hub.Document(Fact("issuance-request", "requestedOn", future)), default)).Refusal),
            ("checkedOn", (await hub.Check.CheckAsync(report.Id, Hub.Document(Check(future)), Hub.Secretariat("JP"), default)).Refusal),
            ("withdrawnOn", (await hub.Withdraw.WithdrawAsync(report.Id, Hub.Document($$"""{"documentType":"withdrawal","schemaVersion":"1.0","what":"report","withdrawnOn":"{{future}}"}"""), Hub.Participant("RC001"), default)).Refusal),
            ("decidedOn", (await hub.ApproveAsync(decision, "JP")).Refusal),
            ("paidOn", (await hub.Decide.ConfirmPaymentAsync("RC-ONE", Hub.Document(Fact("fee-payment", "paidOn", future)), Hub.Government("RC"), default)).Refusal),
            ("approvedOn", (await hub.ApproveTransfer.ApproveAsync("RC-ONE", Hub.Document(Fact("transfer-approval", "approvedOn", future)), Hub.Government("RC"), default)).Refusal),
        })
        {
            var error = Assert.Single(refusal!.Errors);
            Assert.Equal(("day-in-future", "/" + day, RefusalKind.BreaksRule), (error.Code, error.Pointer, refusal.Kind));
        }
    }

    private static async Task IsDoneOnceAsync(Hub hub, string report, Step step)
    {
        Assert.True(await step.Do(Encoding.UTF8.GetBytes(step.Document)) is null, $"{step.Name} is refused.");
        var after = await StateAsync(hub, report);

        Assert.True(await step.Do(Encoding.UTF8.GetBytes(WrittenOtherwise(step.Document))) is null, $"{step.Name} again is refused.");
        Assert.Equal(after, await StateAsync(hub, report));
        if (step.Property is { } property)
        {
            var other = JsonNode.Parse(step.Document)!.AsObject();
            other[property] = step.Value;
            var refusal = await step.Do(Encoding.UTF8.GetBytes(other.ToJsonString()));
            Assert.Equal((step.Name, step.Code, RefusalKind.Conflict), (step.Name, refusal?.Code, refusal?.Kind));
            Assert.Equal(after, await StateAsync(hub, report));
        }

        await step.Then();
    }

    private static async Task<(string Report, long Entry)> StateAsync(Hub hub, string report)
    {
        var (state, version) = (await hub.Reports.FindAsync(report, default))!.Value;
        return (version, (await hub.Ledger.View(state.Host).HeadAsync(default)).LastEntry);
    }

    /// <summary>The same content: properties in another order, with spaces.</summary>
    private static string WrittenOtherwise(string document) =>
        new JsonObject(JsonNode.Parse(document)!.AsObject().Reverse().Select(property => KeyValuePair.Create(property.Key, property.Value?.DeepClone()))).ToJsonString(Indented);

    private static string Text(byte[] document) => Encoding.UTF8.GetString(document);

    private static string Fact(string type, string day, string on) => $$"""{"documentType":"{{type}}","schemaVersion":"1.0","{{day}}":"{{on}}"}""";

    private static string Check(string on) => $$"""{"documentType":"completeness-check","schemaVersion":"1.0","outcome":"complete","checkedOn":"{{on}}"}""";

    /// <param name="Name">For whoever reads a failure.</param>
    /// <param name="Document">What is sent.</param>
    /// <param name="Property">The property by which other content differs; null where other content is no conflict.</param>
    /// <param name="Value">The other value.</param>
    /// <param name="Code">The code of the conflict.</param>
    /// <param name="Do">Sends a document.</param>
    private sealed record Step(string Name, string Document, string? Property, JsonNode? Value, string? Code, Func<byte[], Task<Refusal?>> Do)
    {
        public Func<Task> Then { get; init; } = () => Task.CompletedTask;
    }
}
