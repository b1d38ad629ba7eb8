using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace JcmHub.Cli.Demo;

/// <summary>The hub's HTTP interface as the demo's people use it, each with a token of their own role.</summary>
/// <param name="http">With the hub's address, route prefix included.</param>
/// <param name="token">Issues a token for an actor.</param>
/// <param name="time">The clock.</param>
internal sealed class HubClient(HttpClient http, Func<Actor, string> token, TimeProvider time)
{
    private const int Attempts = 6;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);

    /// <summary>Gets a document.</summary>
    /// <exception cref="DemoException">The hub refuses, or does not answer.</exception>
    public Task<T> GetAsync<T>(string route, Actor actor, CancellationToken cancellation) =>
        SendAsync<T>(HttpMethod.Get, route, actor, ReadOnlyMemory<byte>.Empty, cancellation);

    /// <summary>Posts a document made of values.</summary>
    /// <exception cref="DemoException">The hub refuses, or does not answer.</exception>
    public Task<JsonElement> PostAsync(string route, Actor actor, object document, CancellationToken cancellation) =>
        SendAsync<JsonElement>(HttpMethod.Post, route, actor, JsonSerializer.SerializeToUtf8Bytes(document, JsonSerializerOptions.Web), cancellation);

    /// <summary>Posts without a document.</summary>
    /// <exception cref="DemoException">The hub refuses, or does not answer.</exception>
    public Task<T> PostAsync<T>(string route, Actor actor, CancellationToken cancellation) =>
        SendAsync<T>(HttpMethod.Post, route, actor, ReadOnlyMemory<byte>.Empty, cancellation);

    /// <summary>Posts a document as it lies in a file.</summary>
    /// <exception cref="DemoException">The hub refuses, or does not answer.</exception>
    public Task<JsonElement> PostFileAsync(string route, Actor actor, ReadOnlyMemory<byte> bytes, CancellationToken cancellation) =>
        SendAsync<JsonElement>(HttpMethod.Post, route, actor, bytes, cancellation);

    // Every POST of the hub may be repeated, so a lost answer is simply asked for again.
    private async Task<T> SendAsync<T>(HttpMethod method, string route, Actor actor, ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        var pause = FirstPause;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                using var request = new HttpRequestMessage(method, route);
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token(actor));
                if (method == HttpMethod.Post)
                    request.Content = new ReadOnlyMemoryContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
                using var response = await http.SendAsync(request, cancellation);
                if (response.IsSuccessStatusCode)
                    return (await JsonSerializer.DeserializeAsync<T>(await response.Content.ReadAsStreamAsync(cancellation), JsonSerializerOptions.Web, cancellation))!;
                if (attempt == Attempts || !IsPassing(response.StatusCode))
                    throw await RefusalAsync(method, route, response, cancellation);
            }
            catch (Exception fault) when (fault is HttpRequestException || (fault is TaskCanceledException && !cancellation.IsCancellationRequested))
            {
                if (attempt == Attempts)
                    throw new DemoException($"The hub does not answer {method} {route}: {fault.Message}");
            }

            await Task.Delay(pause, time, cancellation);
            pause *= 2;
        }
    }

    private static bool IsPassing(HttpStatusCode status) =>
        status is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout;

    private static async Task<DemoException> RefusalAsync(HttpMethod method, string route, HttpResponseMessage response, CancellationToken cancellation)
    {
        var body = await response.Content.ReadAsStringAsync(cancellation);
        try
        {
            var problem = JsonSerializer.Deserialize<Problem>(body, JsonSerializerOptions.Web)!;
            var errors = string.Join("; ", (problem.Errors ?? []).Select(error => $"{error.Code} at \"{error.Pointer}\": {error.Detail}"));
            return new DemoException($"The hub refused {method} {route} with {(int)response.StatusCode} {problem.Code}: {problem.Detail} {errors}".TrimEnd(), problem.Code);
        }
        catch (JsonException)
        {
            return new DemoException($"The hub refused {method} {route} with {(int)response.StatusCode}: {body}");
        }
    }

    private sealed record Problem(string? Code, string? Detail, IReadOnlyList<ProblemEntry>? Errors);

    private sealed record ProblemEntry(string? Code, string? Pointer, string? Detail);
}
