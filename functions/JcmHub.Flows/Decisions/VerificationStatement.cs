using JcmHub.Domain.Calendar;
using JcmHub.Domain.Credits;
using JcmHub.Domain.Quantities;
using JcmHub.Flows.Intake;

namespace JcmHub.Flows.Decisions;

/// <summary>A third-party entity's statement.</summary>
internal sealed record VerificationStatement(string ContentHash, IReadOnlyList<VintageTonnes> Vintages, Verification Verification)
{
    public static VerificationStatement Parse(CycleDocument document)
    {
        var root = document.Root;
        var verification = new Verification(
            root.GetProperty("outcome").ValueEquals("verified"),
            root.Text("thirdPartyEntity"),
            string.Empty,
            document.On,
            [.. root.Items("findings").Select(finding => finding.GetString()!)],
            document.Hash);
        var vintages = root.Items("vintages")
            .Select(item => new VintageTonnes(
                new Vintage((int)item.Integer("year")),
                new WholeTonnes(item.Number("tonnes"))))
            .OrderBy(item => item.Vintage.Year);
        return new VerificationStatement(root.Text("contentHash"), [.. vintages], verification);
    }
}
