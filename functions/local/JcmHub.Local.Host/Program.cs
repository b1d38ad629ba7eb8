using System.Runtime.InteropServices;
using JcmHub.Local.Host.Hosting;
using JcmHub.Local.Host.Workers;
using Microsoft.Extensions.Configuration;

if (args is not [{ Length: > 0 } app, .. var arguments] || !File.Exists(app))
{
    Console.Error.WriteLine("Usage: dotnet JcmHub.Local.Host.dll APP.dll [ARGUMENTS]   runs a Functions app of the isolated worker (docs/local-host.md)");
    return 2;
}

using var stop = new CancellationTokenSource();
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
try
{
    var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();
    return await new FunctionsHost(new WorkerCommand(Path.GetFullPath(app), arguments), configuration, TimeProvider.System).RunAsync(stop.Token);
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    return 0;
}
catch (Exception fault) when (fault is WorkerStartException or InvalidDataException or IOException or FormatException or InvalidOperationException)
{
    Console.Error.WriteLine(fault.Message);
    return 1;
}

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}
