using JcmHub.Local.Runtime.Tests.SampleApp;
using JcmHub.Local.Runtime.Tests.Support;
using Microsoft.Azure.Functions.Worker.Builder;

namespace JcmHub.Local.Runtime.Tests.Fidelity;

public sealed class FunctionRulesTests
{
    [Theory]
    [InlineData("AZFW0002", nameof(BrokenSamples.AsyncVoid))]
    [InlineData("AZFW0005", nameof(BrokenSamples.TwoBindings))]
    [InlineData("AZFW0008", nameof(BrokenSamples.SingleParameterForABatch))]
    [InlineData("AZFW0012", nameof(BrokenSamples.RetryOnAQueue))]
    [InlineData("AZFW0012", nameof(BrokenSamples.RetryOnHttp))]
    [InlineData("AZFW0017", nameof(BrokenSamples.SameName))]
    [InlineData("JCMFW01", nameof(BrokenSamples.NoTrigger))]
    [InlineData("JCMFW02", nameof(BrokenSamples.Topic))]
    [InlineData("JCMFW03", nameof(BrokenSamples.DroppedResult))]
    public void Check_OneRuleBroken_NamesItAndNothingElse(string code, string sample)
    {
        var type = typeof(BrokenSamples).GetNestedType(sample, System.Reflection.BindingFlags.NonPublic)!;

        var violation = Assert.Single(FunctionRules.Check([type], hasWebApplication: true));

        Assert.Equal(code, violation.Code);
        Assert.Contains(sample, violation.Function, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_WithoutWebApplication_RefusesAspNetCoreTypes() =>
        Assert.All(FunctionRules.Check([typeof(HttpSamples)], hasWebApplication: false), violation => Assert.Equal("AZFW0014", violation.Code));

    [Fact]
    public void Check_GoodFunctions_FindsNothing() => Assert.Empty(FunctionRules.Check(
        [typeof(HttpSamples), typeof(QueueSamples), typeof(AutoCompletedSamples), typeof(BatchSamples), typeof(NightlySample), typeof(RetriedSample)], hasWebApplication: true));

    [Fact]
    public void Check_WholeAssembly_SeesThatItCallsConfigureFunctionsWebApplication()
    {
        var violations = FunctionRules.Check(typeof(FunctionRulesTests).Assembly);

        Assert.Contains(violations, violation => violation.Code == "AZFW0012");
        Assert.DoesNotContain(violations, violation => violation.Code == "AZFW0014");
    }

    [Fact]
    public void Build_BrokenFunctions_IsRefusedWithEveryViolation()
    {
        var builder = FunctionsApplication.CreateBuilder([], [typeof(BrokenSamples.SameName), typeof(BrokenSamples.RetryOnAQueue)]);

        var error = Assert.Throws<InvalidOperationException>(builder.Build);

        Assert.Contains("AZFW0012", error.Message, StringComparison.Ordinal);
        Assert.Contains("AZFW0017", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_WithoutWebApplication_IsRefused()
    {
        var builder = FunctionsApplication.CreateBuilder([], [typeof(HttpSamples)]);

        Assert.Contains("AZFW0014", Assert.Throws<InvalidOperationException>(builder.Build).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_Twice_IsRefused()
    {
        var builder = FunctionsApplication.CreateBuilder([], [typeof(HttpSamples)]);
        builder.ConfigureFunctionsWebApplication();
        using var host = builder.Build();

        Assert.Throws<InvalidOperationException>(builder.Build);
    }
}
