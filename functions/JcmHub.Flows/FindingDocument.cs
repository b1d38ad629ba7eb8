using System.Text.Json.Nodes;
using JcmHub.Domain.Methodologies;

namespace JcmHub.Flows;

/// <summary>Findings as every interface shows them: code, JSON Pointer, English and Japanese (D12).</summary>
public static class FindingDocument
{
    /// <summary>A JSON array of findings.</summary>
    public static JsonArray Write(IEnumerable<Finding> findings) =>
        [.. findings.Select(finding => new JsonObject
        {
            ["code"] = finding.Code,
            ["pointer"] = finding.Pointer,
            ["detail"] = finding.Detail,
            ["detailJa"] = finding.DetailJa,
        })];
}
