using System.Net.Http.Headers;
using System.Text;

namespace JcmHub.EndToEnd.Tests;

/// <summary>What lies beside the report and the decision.</summary>
public sealed partial class WayTests
{
    /// <summary>The decision as signed lies beside the report, by content hash: anyone reads the redacted version, nobody the full one without a token.</summary>
    private async Task IsDocumentedForAnyoneAsync(string id)
    {
        var (full, redacted) = (Encoding.UTF8.GetBytes("%PDF-1.7 names"), Encoding.UTF8.GetBytes("%PDF-1.7"));
        Assert.Equal((415, "media-type-unsupported"), Code(await hub.PostAsync($"reports/{id}/documents/decision/full", Content(full, "text/html"), "government", "TH")));
        var (status, attached) = await hub.PostAsync($"reports/{id}/documents/decision/full", Content(full, "application/pdf"), "government", "TH");
        Assert.Equal(201, status);
        Assert.Equal(201, (await hub.PostAsync($"reports/{id}/documents/decision/redacted", Content(redacted, "application/pdf"), "secretariat", "JP")).Status);

        var (_, state) = await hub.GetAsync($"reports/{id}", "reviewer");
        var address = state["documents"]!.AsArray().Single(document => document!["version"]!.GetValue<string>() == "redacted")!["public"]!.GetValue<string>();
        var shown = await hub.GetOpenlyAsync(address);
        Assert.Equal((200, "application/pdf"), (shown.Status, shown.MediaType));
        Assert.Equal(redacted, shown.Body);
        Assert.Equal(404, (await hub.GetOpenlyAsync($"public/reports/{id}/documents/{attached["contentHash"]!.GetValue<string>()["sha-256:".Length..]}")).Status);

        var (_, decision) = await hub.GetAsync("decisions/TH-TH014-2021", "reviewer");
        Assert.Equal(["1009", "1008"], decision["projects"]![0]!["allocation"]!.AsArray().Select(part => part!["tonnes"]!.GetValue<string>()));
        Assert.Contains("crediting-period-unknown", decision["warnings"]!.AsArray().Select(warning => warning!["code"]!.GetValue<string>()));
    }

    private static ByteArrayContent Content(byte[] bytes, string mediaType)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        return content;
    }
}
