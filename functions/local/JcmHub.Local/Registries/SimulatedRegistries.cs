using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using JcmHub.Flows.Signing;
using JcmHub.Local.Stack;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace JcmHub.Local.Registries;

/// <summary>
/// The registries that stand in for Japan's and the partners', all behind one port of 127.0.0.1, each with a database of
/// its own: <c>/registries/{PARTY}/</c>. What only a simulation has lies under <c>/simulation/</c>.
/// </summary>
public sealed class SimulatedRegistries : IAsyncDisposable
{
    /// <summary>A body that lacks something says so, instead of failing where it is missed.</summary>
    private static readonly JsonSerializerOptions s_strictly =
        new(JsonSerializerOptions.Web) { RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true };

    private readonly WebApplication _server;
    private readonly Dictionary<string, SimulatedRegistry> _registries;
    private readonly TimeProvider _time;

    private SimulatedRegistries(WebApplication server, Dictionary<string, SimulatedRegistry> registries, TimeProvider time)
    {
        _server = server;
        _registries = registries;
        _time = time;
    }

    /// <summary>http://127.0.0.1:PORT/</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>The Parties that have a registry here.</summary>
    public IReadOnlyCollection<string> Parties => _registries.Keys;

    /// <summary>A Party's registry; null where none is simulated.</summary>
    internal SimulatedRegistry? Of(string party) => _registries.GetValueOrDefault(party);

    /// <param name="descriptions">The registries to simulate.</param>
    /// <param name="port">The port; 0 for any free one.</param>
    /// <param name="directory">Where their databases live; what is there is picked up again.</param>
    /// <param name="schema">What records must follow.</param>
    /// <param name="signing">The keys of each registry.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Gives up starting.</param>
    /// <exception cref="StackException">The port is taken.</exception>
    public static async Task<SimulatedRegistries> StartAsync(
        IReadOnlyList<RegistryDescription> descriptions, int port, string directory, RecordSchema schema,
        Func<string, RegistrySigning> signing, TimeProvider time, CancellationToken cancellation)
    {
        Directory.CreateDirectory(directory);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        builder.Services.AddRoutingCore();
        var registries = descriptions.ToDictionary(
            description => description.Party,
            description => new SimulatedRegistry(description, Path.Combine(directory, $"{description.Party}.db"), schema, signing(description.Party), time));
        var simulated = new SimulatedRegistries(builder.Build(), registries, time);
        simulated.MapRoutes();
        try
        {
            await simulated._server.StartAsync(cancellation);
        }
        catch (IOException fault)
        {
            await simulated.DisposeAsync();
            throw new StackException($"Port {port} (simulated registries) is taken by another program. Stop it, or shift every port with --port-base N.", fault);
        }

        simulated.Address = new Uri(simulated._server.Urls.Single() + "/");
        return simulated;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        foreach (var registry in _registries.Values)
            registry.Dispose();
    }

    private void MapRoutes()
    {
        _server.Use(AnswerFaultsAsync);
        _server.MapPost("/registries/{party}/records", ReceiveRecordAsync);
        _server.MapGet("/registries/{party}/holdings", HoldingsAsync);
        _server.MapGet("/registries/{party}/snapshot", context => WithRegistryAsync(context, async registry =>
        {
            if (await IsThereAsync(context, registry.Faults.Told))
                await WriteAsync(context, await registry.SnapshotAsync(context.RequestAborted));
        }));
        _server.MapGet("/registries/{party}/accounts", context => WithRegistryAsync(context, registry => WriteAsync(context, registry.Accounts())));
        _server.MapPut("/simulation/decisions/{decision}", TellDatesAsync);
        _server.MapPost("/simulation/registries/{party}/units", context => WithRegistryAsync(context, registry => AddByHandAsync(context, registry)));
        _server.MapDelete("/simulation/registries/{party}/units", context => WithRegistryAsync(context, registry => RemoveHandMadeAsync(context, registry)));
        _server.MapGet("/simulation/registries/{party}/faults", context => WithRegistryAsync(context, registry => WriteAsync(context, registry.Faults.Told)));
        _server.MapPut("/simulation/registries/{party}/faults", context => WithRegistryAsync(context, registry => TellFaultsAsync(context, registry)));
    }

    // A simulator that fails is looked into by whoever runs the stack: it says why.
    private static async Task AnswerFaultsAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (Exception fault) when (fault is not OperationCanceledException && !context.Response.HasStarted)
        {
            await WriteProblemAsync(context, new RegistryProblem(500, "registry-fault", "The simulated registry failed.", fault.ToString()));
        }
    }

    private Task ReceiveRecordAsync(HttpContext context) => WithRegistryAsync(context, async registry =>
    {
        var faults = registry.Faults.ForNextRecord();
        if (!await IsThereAsync(context, faults))
            return;
        if (faults.Status is { } status)
        {
            if (faults.RetryAfter is { } seconds)
                context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            await WriteProblemAsync(context, new RegistryProblem(status, "simulated-fault", "The registry was told to fail.", "No record was looked at."));
            return;
        }

        if (!IsRecord(context.Request.ContentType))
        {
            await WriteProblemAsync(context, RegistryProblem.NotARecord);
            return;
        }

        if (await ReadAsync<JsonElement>(context) is not { Read: true } body)
            return;
        // A record that has come is acted on, whether its sender still waits for the answer or not.
        var signature = context.Request.Headers[DetachedSignature.Header].ToString();
        var answer = await registry.ReceiveAsync(body.Value, signature, faults.Refuse, CancellationToken.None);
        if (faults.Duplicate)
            answer = await registry.ReceiveAsync(body.Value, signature, faults.Refuse, CancellationToken.None);
        if (faults.LoseAnswer)
            context.Abort();
        else if (answer.Problem is { } problem)
            await WriteProblemAsync(context, problem);
        else
            await WriteReceiptAsync(context, registry.Sign(answer.Receipt!, faults));
    });

    /// <summary>Whether the registry is up, after it was as slow as it was told to be; else the connection is broken.</summary>
    private async Task<bool> IsThereAsync(HttpContext context, RegistryFaults faults)
    {
        if (faults.Slow > 0)
            await Task.Delay(TimeSpan.FromMilliseconds(faults.Slow), _time, context.RequestAborted);
        if (faults.Down)
            context.Abort();
        return !faults.Down;
    }

    private static bool IsRecord(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type) && type.MediaType == "application/cloudevents+json";

    private Task HoldingsAsync(HttpContext context) => WithRegistryAsync(context, async registry =>
        await WriteAsync(context, await registry.HoldingsAsync(context.RequestAborted)));

    private async Task TellDatesAsync(HttpContext context)
    {
        if (await ReadAsync<DecisionDates>(context) is not { Read: true } dates)
            return;
        var decision = (string)context.Request.RouteValues["decision"]!;
        foreach (var registry in _registries.Values)
        {
            if ((registry.Party == "JP" ? dates.Value.Japan : dates.Value.Partner) is { } issuedOn)
                await registry.TellDateAsync(decision, issuedOn, context.RequestAborted);
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static async Task AddByHandAsync(HttpContext context, SimulatedRegistry registry)
    {
        if (await ReadAsync<HandMadeUnits>(context) is not { Read: true } units)
            return;
        if (units.Value.Fault() is { } fault)
        {
            await WriteProblemAsync(context, RegistryProblem.NoUnits(fault));
            return;
        }

        await registry.AddByHandAsync(units.Value, context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static async Task RemoveHandMadeAsync(HttpContext context, SimulatedRegistry registry)
    {
        await registry.RemoveHandMadeAsync(context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static async Task TellFaultsAsync(HttpContext context, SimulatedRegistry registry)
    {
        if (await ReadAsync<RegistryFaults>(context) is not { Read: true } faults)
            return;
        registry.Faults.Told = faults.Value;
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private async Task WithRegistryAsync(HttpContext context, Func<SimulatedRegistry, Task> act)
    {
        var party = (string)context.Request.RouteValues["party"]!;
        if (_registries.TryGetValue(party, out var registry))
            await act(registry);
        else
            await WriteProblemAsync(context, new RegistryProblem(404, "registry-unknown", "There is no such registry.", $"No registry of {party} is simulated here."));
    }

    private static async Task<(bool Read, T Value)> ReadAsync<T>(HttpContext context)
    {
        try
        {
            var value = await JsonSerializer.DeserializeAsync<T>(context.Request.Body, s_strictly, context.RequestAborted);
            if (value is not null)
                return (true, value);
            await WriteProblemAsync(context, Unreadable("The body is null."));
        }
        catch (JsonException fault)
        {
            await WriteProblemAsync(context, Unreadable($"The body is not the JSON expected: {fault.Message}"));
        }

        return default;

        static RegistryProblem Unreadable(string why) => typeof(T) == typeof(HandMadeUnits)
            ? RegistryProblem.NoUnits(why)
            : RecordAnswer.Unreadable(why).Problem!;
    }

    private static async Task WriteAsync<T>(HttpContext context, T document)
    {
        context.Response.ContentType = "application/json";
        await JsonSerializer.SerializeAsync(context.Response.Body, document, JsonSerializerOptions.Web, context.RequestAborted);
    }

    private static async Task WriteProblemAsync(HttpContext context, RegistryProblem problem)
    {
        context.Response.StatusCode = problem.Status;
        context.Response.ContentType = "application/problem+json";
        await JsonSerializer.SerializeAsync(context.Response.Body, problem, JsonSerializerOptions.Web, context.RequestAborted);
    }

    private static async Task WriteReceiptAsync(HttpContext context, (byte[] Receipt, string Signature) answer)
    {
        context.Response.Headers[DetachedSignature.Header] = answer.Signature;
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(answer.Receipt, context.RequestAborted);
    }

    /// <summary>The dates of a decision's issuances, from the sample's issuedOn; null where that side has none.</summary>
    private sealed record DecisionDates(string? Japan = null, string? Partner = null);
}
