using System.Text;
using JcmHub.Functions.Http;
using Microsoft.AspNetCore.Http;

namespace JcmHub.Functions.Tests.Http;

public sealed class RequestReadingTests
{
    /// <summary>Editors write one; the schema took it and the parser behind it did not.</summary>
    [Fact]
    public async Task Document_WithAByteOrderMark_IsReadWithoutIt()
    {
        var body = await Request([.. Encoding.UTF8.Preamble, .. "{}"u8]).DocumentAsync(default);

        Assert.Equal("{}"u8.ToArray(), body.Value.ToArray());
    }

    /// <summary>An attached document is known by the hash of its bytes, all of them.</summary>
    [Fact]
    public async Task Bytes_WithAByteOrderMark_AreAllKept()
    {
        byte[] sent = [.. Encoding.UTF8.Preamble, .. "text"u8];

        Assert.Equal(sent, (await Request(sent).BytesAsync(1 << 20, default)).Value.ToArray());
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("identity", false)]
    [InlineData("", false)]
    [InlineData("gzip", true)]
    [InlineData("identity, br", true)]
    [InlineData("GZIP", true)]
    public void IsCoded_ByItsContentEncoding(string? coding, bool expected)
    {
        var request = Request([]);
        if (coding is not null)
            request.Headers.ContentEncoding = coding;

        Assert.Equal(expected, ContentCodingMiddleware.IsCoded(request));
    }

    private static HttpRequest Request(byte[] body)
    {
        var context = new DefaultHttpContext();
        context.Request.Body = new MemoryStream(body);
        return context.Request;
    }
}
