using JcmHub.Flows.Decisions;
using JcmHub.Flows.Intake;

namespace JcmHub.Flows.Tests.Decisions;

/// <summary>By default credits are issued on methodologies only whose official text was read.</summary>
public sealed class MethodologyAdmissionTests
{
    [Theory]
    [InlineData("official-text-read", true, true)]
    [InlineData("reconstructed", false, true)]
    [InlineData("illustrative", false, true)]
    [InlineData("something-else", false, false)]
    public void Check_Status_IsAdmittedByDefaultOrByTheDemosSettingsOnly(string status, bool byDefault, bool byTheDemo)
    {
        var result = new ComputedResult(default, [], [new("TH_AM001", "1.0", "sha-256:0", "official-text-read"), new("TH_AM009", "1.0", "sha-256:1", status)], [], [], "");
        var demo = new IssuancePolicy(["official-text-read", "reconstructed", "illustrative"]);

        Assert.Equal(byDefault ? [] : ["methodology-not-admitted"], IssuancePolicy.Default.Check(result).Select(finding => finding.Code));
        Assert.Equal(byTheDemo ? [] : ["methodology-not-admitted"], demo.Check(result).Select(finding => finding.Code));
    }
}
