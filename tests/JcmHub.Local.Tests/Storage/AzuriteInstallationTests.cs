using System.Runtime.Versioning;
using JcmHub.Local.Stack;
using JcmHub.Local.Storage;
using JcmHub.Local.Tests.Support;

namespace JcmHub.Local.Tests.Storage;

/// <summary>With a stand-in for npm that notes each call: the true one is run by every test that needs Azurite.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class AzuriteInstallationTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    private string Calls => directory.File("calls");

    private string Tools => directory.File("tools");

    [SkippableFact]
    public async Task EnsureAsync_NothingThere_InstallsWhatIsLocked()
    {
        Skip.If(OperatingSystem.IsWindows());

        var installed = await Installation(NpmThatWorks()).EnsureAsync(() => { }, CancellationToken.None);

        Assert.True(File.Exists(Path.Combine(installed, "package-lock.json")));
        Assert.StartsWith("ci --ignore-scripts", await File.ReadAllTextAsync(Calls), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task EnsureAsync_InstalledBefore_InstallsNothing()
    {
        Skip.If(OperatingSystem.IsWindows());
        await Installation(NpmThatWorks()).EnsureAsync(() => { }, CancellationToken.None);

        var told = false;
        await Installation(NpmThatWorks()).EnsureAsync(() => told = true, CancellationToken.None);

        Assert.False(told);
        Assert.Single(await File.ReadAllLinesAsync(Calls));
    }

    [SkippableFact]
    public async Task EnsureAsync_BrokenOffHalfWay_StartsAfresh()
    {
        Skip.If(OperatingSystem.IsWindows());
        var leftOver = Path.Combine(Directory.CreateDirectory(Path.Combine(Tools, "azurite", "node_modules")).FullName, "half");
        await File.WriteAllTextAsync(leftOver, "");

        await Installation(NpmThatWorks()).EnsureAsync(() => { }, CancellationToken.None);

        Assert.False(File.Exists(leftOver));
    }

    [SkippableFact]
    public async Task EnsureAsync_OfAnotherLockFile_IsDoneAgain()
    {
        Skip.If(OperatingSystem.IsWindows());
        var installed = await Installation(NpmThatWorks()).EnsureAsync(() => { }, CancellationToken.None);
        await File.WriteAllTextAsync(Path.Combine(installed, "installed"), "the hash of an older lock file");

        await Installation(NpmThatWorks()).EnsureAsync(() => { }, CancellationToken.None);

        Assert.Equal(2, (await File.ReadAllLinesAsync(Calls)).Length);
    }

    [SkippableFact]
    public async Task EnsureAsync_TwoAtOnce_InstallOnce()
    {
        Skip.If(OperatingSystem.IsWindows());
        var npm = NpmThatWorks();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Installation(npm).EnsureAsync(() => { }, CancellationToken.None))));

        Assert.Single(await File.ReadAllLinesAsync(Calls));
    }

    [SkippableFact]
    public async Task EnsureAsync_NpmFails_ShowsWhatItSaidAndTriesAgainNextTime()
    {
        Skip.If(OperatingSystem.IsWindows());
        var offline = directory.Script("npm-offline", "echo 'npm error network request to the registry failed' >&2; exit 1");

        var fault = await Assert.ThrowsAsync<StackException>(() => Installation(offline).EnsureAsync(() => { }, CancellationToken.None));

        Assert.Contains("network request to the registry failed", fault.Message, StringComparison.Ordinal);
        Assert.Contains("check the network", fault.Message, StringComparison.Ordinal);
        await Installation(NpmThatWorks()).EnsureAsync(() => { }, CancellationToken.None);
        Assert.Single(await File.ReadAllLinesAsync(Calls));
    }

    [Fact]
    public async Task EnsureAsync_NoNode_SaysSo()
    {
        var installation = new AzuriteInstallation(Tools, new NodeTools(directory.File("no-node")), TimeProvider.System);

        var fault = await Assert.ThrowsAsync<StackException>(() => installation.EnsureAsync(() => { }, CancellationToken.None));

        Assert.StartsWith("Node.js was not found.", fault.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task EnsureAsync_NodeTooOld_SaysWhichIsNeeded()
    {
        Skip.If(OperatingSystem.IsWindows());
        var old = directory.Script("node", "echo v12.22.9");
        var installation = new AzuriteInstallation(Tools, new NodeTools(old), TimeProvider.System);

        var fault = await Assert.ThrowsAsync<StackException>(() => installation.EnsureAsync(() => { }, CancellationToken.None));

        Assert.StartsWith("Node.js 12 is too old", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EnsureAsync_NoNpm_SaysSo()
    {
        var installation = new AzuriteInstallation(Tools, new NodeTools(Npm: directory.File("no-npm")), TimeProvider.System);

        var fault = await Assert.ThrowsAsync<StackException>(() => installation.EnsureAsync(() => { }, CancellationToken.None));

        Assert.StartsWith("npm was not found.", fault.Message, StringComparison.Ordinal);
    }

    public void Dispose() => directory.Dispose();

    private string NpmThatWorks() => directory.Script("npm", $"echo \"$@\" >> '{Calls}'; mkdir -p node_modules");

    private AzuriteInstallation Installation(string npm) => new(Tools, new NodeTools(Npm: npm), TimeProvider.System);
}
