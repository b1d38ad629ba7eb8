using JcmHub.Local.Stack;
using JcmHub.Local.Tests.Support;

namespace JcmHub.Local.Tests.Stack;

public sealed class DataDirectoryLockTests : IDisposable
{
    private static readonly StackPorts Ports = new(0);
    private readonly TemporaryDirectory _directory = new();

    private DataDirectory Data => new(_directory.Root);

    [Fact]
    public void Take_HeldByAnother_SaysByWhomAndWhatToDo()
    {
        using var first = DataDirectoryLock.Take(Data, Ports);

        var fault = Assert.Throws<StackException>(() => DataDirectoryLock.Take(Data, Ports));

        Assert.Contains($"process {Environment.ProcessId}", fault.Message, StringComparison.Ordinal);
        Assert.Contains("--data", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Take_AfterItWasGivenBack_IsHeldAgain()
    {
        DataDirectoryLock.Take(Data, Ports).Dispose();

        using var second = DataDirectoryLock.Take(Data, Ports);

        Assert.True(second.LastRunEndedInOrder);
    }

    [Fact]
    public void Take_HolderWasKilled_KnowsThatItsChildrenMayStillBeEnding()
    {
        // What a killed stack leaves behind: its note, and no lock.
        File.WriteAllText(Data.HolderFile, """{"process":1,"hub":"http://127.0.0.1:7071/api/"}""");

        using var held = DataDirectoryLock.Take(Data, Ports);

        Assert.False(held.LastRunEndedInOrder);
    }

    public void Dispose() => _directory.Dispose();
}
