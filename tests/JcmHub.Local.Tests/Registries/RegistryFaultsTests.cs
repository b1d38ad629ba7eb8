using System.Net;

namespace JcmHub.Local.Tests.Registries;

/// <summary>What a registry does wrong on request, and that it does nothing else wrong.</summary>
public sealed class RegistryFaultsTests : IAsyncLifetime
{
    private readonly RegistryHost _host = new();

    public Task InitializeAsync() => _host.InitializeAsync();

    public Task DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task LoseAnswer_Once_AppliesTheRecordAndAnswersTheNextAttemptWithTheReceipt()
    {
        await TellAsync("""{"loseAnswer":true,"times":1}""");

        await Assert.ThrowsAsync<HttpRequestException>(() => _host.PostAsync("TH", Records.ThaiIssuance()));

        Assert.Equal(2, (await _host.HoldingsAsync("TH")).Blocks.Count);
        Assert.Equal("applied", (string?)(await _host.ReceiptAsync("TH", Records.ThaiIssuance()))["outcome"]);
    }

    [Fact]
    public async Task Down_Always_BreaksTheConnectionAndLooksAtNothing()
    {
        await TellAsync("""{"down":true}""");

        for (var attempt = 0; attempt < 3; attempt++)
            await Assert.ThrowsAsync<HttpRequestException>(() => _host.PostAsync("TH", Records.ThaiIssuance()));

        Assert.Empty((await _host.HoldingsAsync("TH")).Blocks);
    }

    [Theory]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    public async Task Status_Twice_AnswersItTwiceThenBehaves(HttpStatusCode status)
    {
        await TellAsync($$"""{"status":{{(int)status}},"retryAfter":7,"times":2}""");

        for (var attempt = 0; attempt < 2; attempt++)
        {
            using var response = await _host.PostAsync("TH", Records.ThaiIssuance());
            Assert.Equal(status, response.StatusCode);
            Assert.Equal(TimeSpan.FromSeconds(7), response.Headers.RetryAfter!.Delta);
        }

        Assert.Empty((await _host.HoldingsAsync("TH")).Blocks);
        await _host.ReceiptAsync("TH", Records.ThaiIssuance());
    }

    [Fact]
    public async Task Slow_SenderGivesUpWaiting_TheRecordIsNotAppliedYet()
    {
        await TellAsync("""{"slow":600000}""");
        using var patience = new CancellationTokenSource();
        using var body = new StringContent(Records.ThaiIssuance().ToJsonString(), System.Text.Encoding.UTF8, "application/cloudevents+json");

        var attempt = _host.Client.PostAsync("registries/TH/records", body, patience.Token);
        Assert.Empty((await _host.HoldingsAsync("TH")).Blocks);
        Assert.False(attempt.IsCompleted);
        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => attempt);
    }

    [Fact]
    public async Task Duplicate_OfARecord_IsAppliedOnce()
    {
        await TellAsync("""{"duplicate":true}""");

        Assert.Equal("applied", (string?)(await _host.ReceiptAsync("TH", Records.ThaiIssuance()))["outcome"]);

        Assert.Equal(2, (await _host.HoldingsAsync("TH")).Blocks.Count);
    }

    [Fact]
    public async Task Faults_OfOneRegistry_LeaveTheOtherAlone()
    {
        await TellAsync("""{"down":true}""");

        await _host.ReceiptAsync("JP", Records.JapaneseIssuance());
    }

    [Fact]
    public async Task Faults_Ended_TheRegistryBehaves()
    {
        await TellAsync("""{"status":500}""");
        await TellAsync("{}");

        await _host.ReceiptAsync("TH", Records.ThaiIssuance());
    }

    [Fact]
    public async Task Refuse_Once_RefusesTheRecordForGoodAndTakesItsNumber()
    {
        await TellAsync("""{"refuse":"account-closed","times":1}""");

        var refusal = await _host.ReceiptAsync("TH", Records.ThaiIssuance());

        Assert.Equal(("refused", "account-closed"), ((string?)refusal["outcome"], (string?)refusal["codes"]![0]));
        Assert.Empty((await _host.HoldingsAsync("TH")).Blocks);
        Assert.Equal(refusal.ToJsonString(), (await _host.ReceiptAsync("TH", Records.ThaiIssuance())).ToJsonString());
    }

    /// <summary>Whatever a snapshot can say is taken; what is no unit is refused with the reason, and nothing breaks.</summary>
    [Theory]
    [InlineData("""{"account":"NOBODYS","accountType":"entity-holding","project":"XX999","vintage":1999,"tonnes":5}""", null)]
    [InlineData("""{"account":"TH-GOV","accountType":"government-holding","project":"TH014","vintage":2021,"tonnes":0}""", "tonnes")]
    [InlineData("""{"account":"TH-GOV","accountType":"government-holding","project":"TH014","vintage":2021,"tonnes":-3}""", "tonnes")]
    [InlineData("""{"account":"TH-GOV","accountType":"government-holding","project":"TH014","vintage":2021,"tonnes":9223372036854775807}""", "tonnes")]
    [InlineData("""{"account":"TH-GOV","accountType":"government-holding","project":"TH014","vintage":199,"tonnes":1}""", "vintage")]
    [InlineData("""{"account":"TH-GOV","accountType":"government-holding","project":"T","vintage":2021,"tonnes":1}""", "project")]
    [InlineData("""{"account":"TH-GOV","accountType":"nostro","project":"TH014","vintage":2021,"tonnes":1}""", "accountType")]
    [InlineData("""{"account":"TH-GOV","project":"TH014","vintage":2021,"tonnes":1}""", "accountType")]
    [InlineData("""{"account":"","accountType":"government-holding","project":"TH014","vintage":2021,"tonnes":1}""", "account")]
    [InlineData("""{"account":null,"accountType":"government-holding","project":"TH014","vintage":2021,"tonnes":1}""", "account")]
    [InlineData("null", "null")]
    public async Task Units_DroppedByHand_AreTakenOrRefusedWithTheReason(string body, string? fault)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var response = await _host.Client.PostAsync("simulation/registries/TH/units", content);

        Assert.Equal(fault is null ? HttpStatusCode.NoContent : HttpStatusCode.BadRequest, response.StatusCode);
        var problem = await response.Content.ReadAsStringAsync();
        Assert.Contains(fault ?? "", problem, StringComparison.Ordinal);
        Assert.Equal(fault is not null, problem.Contains("/api/docs#units-unreadable", StringComparison.Ordinal));
        Assert.Equal(fault is null ? 1 : 0, (await _host.HoldingsAsync("TH")).Blocks.Count);
        await _host.ReceiptAsync("TH", Records.ThaiIssuance());
    }

    private Task TellAsync(string faults) => _host.TellAsync("registries/TH/faults", faults);
}
