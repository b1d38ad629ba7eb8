using System.Text.Json;
using JcmHub.Flows.Exchange;
using JcmHub.Local.Stack;

namespace JcmHub.Cli.Demo;

/// <summary>Runs the sample projects through a hub that is up, and holds what came of it against their decisions.</summary>
internal sealed class DemoRun
{
    private readonly IReadOnlyList<DemoProject> _projects;
    private readonly string _samples;
    private readonly HubClient _hub;
    private readonly RegistriesClient _registries;
    private readonly ReportWatch _watch;
    private readonly Func<OperationCount> _operations;
    private readonly Func<ReadOnlyMemory<byte>, ProofVerdict> _prove;
    private readonly TimeProvider _time;

    /// <param name="samples">The directory with demo.json and the files that it names.</param>
    /// <param name="hub">Speaks to the hub.</param>
    /// <param name="registries">Speaks to the simulated registries.</param>
    /// <param name="operations">What storage and broker have done so far.</param>
    /// <param name="prove">Judges a record's proof; <see cref="ProofVerification.Verify"/>, but for a hub that only plays one.</param>
    /// <param name="time">The clock.</param>
    public DemoRun(string samples, HubClient hub, RegistriesClient registries, Func<OperationCount> operations, Func<ReadOnlyMemory<byte>, ProofVerdict> prove, TimeProvider time)
    {
        _projects = DemoProject.Load(samples);
        _samples = samples;
        _hub = hub;
        _registries = registries;
        _operations = operations;
        _prove = prove;
        _time = time;
        _watch = new ReportWatch(hub, time);
    }

    /// <summary>Runs every project.</summary>
    /// <param name="progress">Told of each step.</param>
    /// <param name="cancellation">Gives up; a later run on the same data goes on.</param>
    /// <exception cref="DemoException">Something was refused or did not come.</exception>
    public async Task<DemoOutcome> RunAsync(IProgress<StackStep> progress, CancellationToken cancellation)
    {
        var number = 0;
        void Step(string text) => progress.Report(new StackStep(text, Interlocked.Increment(ref number), _projects.Sum(project => project.Steps) + 2));

        var before = _operations();
        // Side by side: a registry that does not answer delays its own project only.
        ProjectRun[] runs = [.. _projects.Select(project => new ProjectRun(project, _samples, _hub, _registries, _watch))];
        var running = Task.WhenAll(runs.Select(run => run.RunAsync(Step, cancellation)));
        var liveOnce = new LiveOnce(_registries, [.. runs.Select(run => run.HostWithRegistry).OfType<string>()], _time);
        await liveOnce.WatchAsync(running, cancellation);
        var ends = await running;
        var after = _operations();
        Step("Every record is proved with its receipt");
        var proofs = await Task.WhenAll(ends.Select(end => ProofsAsync(end.Report, cancellation)));
        Step("The hub reconciles itself with the registries and GX-ETS");
        var reconciled = await _hub.PostAsync<ReconciliationResult>("reconciliations", Actor.Operator, cancellation);

        var verdicts = ends.Zip(proofs, (end, ofProject) => new ProjectVerdict(end, ofProject)).ToArray();
        string[] problems = [.. verdicts.SelectMany(verdict => verdict.Problems), .. liveOnce.Problems, .. reconciled.Problems];
        return new DemoOutcome
        {
            Projects = [.. verdicts.Select(verdict => verdict.Outcome)],
            Reconciliation = new DemoOutcome.ReconciliationOutcome(reconciled.Differences),
            Operations = new DemoOutcome.OperationsOutcome(after.Storage - before.Storage, after.Queue - before.Queue, _watch.Looks),
            AlreadyDone = ends.All(end => end.WasComplete),
            Ok = problems.Length == 0,
            Problems = problems.Length == 0 ? null : problems,
        };
    }

    /// <summary>Judges the proof of each record, as <c>jcmhub verify-record</c> does with the same file.</summary>
    private async Task<IReadOnlyList<ProofVerdict>> ProofsAsync(ReportState report, CancellationToken cancellation)
    {
        var proofs = new List<ProofVerdict>();
        foreach (var record in report.Records)
        {
            var proof = await _hub.GetAsync<JsonElement>($"transactions/{record.Id}/proof", Actor.Operator, cancellation);
            proofs.Add(_prove(JsonSerializer.SerializeToUtf8Bytes(proof)));
        }

        return proofs;
    }
}
