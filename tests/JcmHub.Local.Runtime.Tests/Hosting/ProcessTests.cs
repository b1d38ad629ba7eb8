using System.Net;
using JcmHub.Local.Runtime.Tests.Support;

namespace JcmHub.Local.Runtime.Tests.Hosting;

public sealed class ProcessTests
{
    [SkippableTheory]
    [InlineData("end of input")]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task Process_AskedToStop_FinishesWorkInHandAndEnds(string how)
    {
        Skip.If(OperatingSystem.IsWindows() && how != "end of input", "Windows has no signals.");
        await using var app = await AppProcess.StartAsync();
        var calling = app.Http.GetAsync(new Uri("waits?seconds=1", UriKind.Relative));
        await app.LineAsync("Waits has begun");

        if (how == "end of input") app.EndInput();
        else app.Signal(how);

        using var response = await calling;
        Assert.Equal((HttpStatusCode.OK, "ended"), (response.StatusCode, await response.Content.ReadAsStringAsync()));
        Assert.Equal(0, await app.ExitAsync());
    }
}
