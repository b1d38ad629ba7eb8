using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using JcmHub.Local.Stack;

namespace JcmHub.Benchmarks.Way;

/// <summary>
/// Storage and queue operations of one report from upload to the last receipt, and the time from the start of the functions'
/// process to their first answer beside that of an empty web application. Nothing polls the hub: the registries tell when it is done.
/// </summary>
internal static class WayBenchmark
{
    private const int Starts = 5;

    public static async Task<int> RunAsync()
    {
        var hub = new List<TimeSpan>();
        var bare = new List<TimeSpan>();
        for (var i = 0; i < Starts; i++)
        {
            bare.Add(await BareWeb.TimeToAnswerAsync());
            hub.Add(await TimeToAnswerAsync(count: i == 0));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"process start to first answer, median of {Starts}: functions {Median(hub).TotalMilliseconds:0} ms, empty web application {Median(bare).TotalMilliseconds:0} ms, ratio {Median(hub) / Median(bare):0.0}"));
        return 0;
    }

    private static async Task<TimeSpan> TimeToAnswerAsync(bool count)
    {
        var directory = Directory.CreateTempSubdirectory("jcmhub-benchmark-").FullName;
        try
        {
            var steps = new Steps();
            await using var stack = await LocalStack.StartAsync(
                new LocalStackOptions { DataDirectory = directory, PortBase = Soak.Demo.FreePorts.Base(), Progress = steps }, default);
            var elapsed = Stopwatch.GetElapsedTime(steps.Last);
            if (count)
                await CountAsync(stack);
            return elapsed;
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task CountAsync(LocalStack stack)
    {
        using var http = new HttpClient();
        var samples = Path.Combine(AppContext.BaseDirectory, "samples");
        var report = await File.ReadAllBytesAsync(Path.Combine(samples, "th014-2021.json"));
        var decision = await File.ReadAllBytesAsync(Path.Combine(samples, "decisions", "th014-2021.json"));

        // The first minute's sweep is over before the count begins, and the next does not fall into it.
        await QuietAsync(stack);
        var start = Count(stack);
        var settled = stack.QueueOperations.Settled;
        var accepted = await PostAsync(stack, http, "reports", report, "participant", "TH");
        var id = accepted["id"]!.GetValue<string>();
        await UntilAsync(stack, () => Task.FromResult(stack.QueueOperations.Settled > settled));
        await PostAsync(stack, http, $"reports/{id}/verification", Json(new
        {
            documentType = "verification-statement",
            schemaVersion = "1.0",
            outcome = "verified",
            thirdPartyEntity = "TPE-TH-002",
            contentHash = accepted["contentHash"]!.GetValue<string>(),
            vintages = new[] { new { year = 2021, tonnes = "2017" } },
            verifiedOn = "2025-09-01",
        }), "third-party-entity", null);
        await PostAsync(stack, http, $"reports/{id}/issuance-request", Json(new { documentType = "issuance-request", schemaVersion = "1.0", requestedOn = "2025-09-15" }), "participant", "TH");
        foreach (var side in new[] { "JP", "TH" })
            await PostAsync(stack, http, $"reports/{id}/completeness", Json(new { documentType = "completeness-check", schemaVersion = "1.0", outcome = "complete", checkedOn = "2025-09-20" }), "secretariat", side);
        foreach (var side in new[] { "JP", "TH" })
            await PostAsync(stack, http, "decisions", decision, "government", side);
        await UntilAsync(stack, async () => await HeldAsync(stack, http, "TH") == 2);
        await PostAsync(stack, http, "credits/transfers/TH-TH014-2021/approval", Json(new { documentType = "transfer-approval", schemaVersion = "1.0", approvedOn = "2025-11-11" }), "government", "TH");
        await UntilAsync(stack, async () => await HeldAsync(stack, http, "JP") == 1);
        var end = Count(stack);
        Console.WriteLine($"one report, upload to last receipt (4 records): {end.Storage - start.Storage} storage requests, {end.Queue - start.Queue} queue operations (sent, delivered, settled)");
    }

    /// <summary>Waits until something has come about, as the outside sees it, and then for quiet.</summary>
    private static async Task UntilAsync(LocalStack stack, Func<Task<bool>> condition)
    {
        while (!await condition())
            await Task.Delay(50);
        await QuietAsync(stack);
    }

    /// <summary>How many blocks a registry holds; asking costs the hub nothing.</summary>
    private static async Task<int> HeldAsync(LocalStack stack, HttpClient http, string party) =>
        JsonNode.Parse(await http.GetStringAsync(new Uri(stack.Registries, $"registries/{party}/holdings")))!["blocks"]!.AsArray().Count;

    /// <summary>Waits until storage and broker have had nothing to do for a while: the hub has gone as far as it can.</summary>
    private static async Task QuietAsync(LocalStack stack)
    {
        var before = Count(stack);
        for (var quiet = 0; quiet < 15;)
        {
            await Task.Delay(100);
            var now = Count(stack);
            quiet = now == before ? quiet + 1 : 0;
            before = now;
        }
    }

    private static (long Storage, long Queue) Count(LocalStack stack) =>
        (stack.StorageRequests.Total, stack.QueueOperations.Accepted + stack.QueueOperations.Delivered + stack.QueueOperations.Settled);

    private static async Task<JsonObject> PostAsync(LocalStack stack, HttpClient http, string route, byte[] body, string role, string? party)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(stack.Hub, route)) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", stack.Tokens.Issue(role, party, TimeSpan.FromHours(1)));
        using var response = await http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode ? JsonNode.Parse(text)!.AsObject() : throw new InvalidOperationException($"{route}: {text}");
    }

    private static byte[] Json<T>(T document) => Encoding.UTF8.GetBytes(JsonSerializer.Serialize(document));

    private static TimeSpan Median(List<TimeSpan> times) => times.Order().ElementAt(times.Count / 2);

    /// <summary>When the last step, the start of the functions, began.</summary>
    private sealed class Steps : IProgress<StackStep>
    {
        public long Last { get; private set; }

        public void Report(StackStep value) => Last = Stopwatch.GetTimestamp();
    }
}
