using System.Text.Json;
using JcmHub.Domain.Calendar;
using JcmHub.Domain.Credits;
using JcmHub.Domain.Quantities;
using JcmHub.Flows.Intake;

namespace JcmHub.Flows.Decisions;

/// <summary>A third-party entity's statement as it arrives; valid against its schema.</summary>
internal sealed record VerificationStatement(string ContentHash, IReadOnlyList<VintageTonnes> Vintages, Verification Verification)
{
    public static VerificationStatement Parse(ReadOnlyMemory<byte> document)
    {
        using var json = JsonDocument.Parse(document);
        var root = json.RootElement;
        var verification = new Verification(
            root.GetProperty("outcome").ValueEquals("verified"),
            root.Text("thirdPartyEntity"),
            string.Empty,
            root.Day("verifiedOn"),
            [.. root.Items("findings").Select(finding => finding.GetString()!)],
            Flows.ContentHash.Of(document.Span));
        var vintages = root.Items("vintages")
            .Select(item => new VintageTonnes(
                new Vintage(item.Year("year")),
                new WholeTonnes(item.Number("tonnes"))))
            .OrderBy(item => item.Vintage.Year);
        return new VerificationStatement(root.Text("contentHash"), [.. vintages], verification);
    }
}
