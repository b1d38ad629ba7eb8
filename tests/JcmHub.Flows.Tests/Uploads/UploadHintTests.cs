using System.Text;
using JcmHub.Flows.Intake.Uploads;

namespace JcmHub.Flows.Tests.Uploads;

/// <summary>What the queue of uploads may tell: a name, or an event of Event Grid in either of its schemas.</summary>
public sealed class UploadHintTests
{
    [Theory]
    [InlineData("PutBlob", "2022/th014.json", "2022/th014.json")]
    [InlineData("PutBlockList", "a b&c/水上.json", "a b&c/水上.json")]
    [InlineData("CopyBlob", "x", "x")]
    [InlineData("FlushWithClose", "x/blobs/y", "x/blobs/y")]
    [InlineData("CreateFile", "x", null)]
    [InlineData("PutBlock", "x", null)]
    [InlineData("PutBlob", "x.json.errors.json", null)]
    [InlineData("PutBlob", "x.json.report.json", null)]
    public void TryRead_EventOfTheInbox_NamesTheBlobThatIsWholeAndAnUpload(string api, string blob, string? expected)
    {
        foreach (var type in new[] { "eventType", "type" })
        {
            Assert.True(UploadHint.TryRead(null, Event(type, $"/blobServices/default/containers/reports-inbox/blobs/{blob}", api), out var name));
            Assert.Equal(expected, name);
        }
    }

    [Fact]
    public void TryRead_EventOfAnotherContainer_IsNothingToDo()
    {
        Assert.True(UploadHint.TryRead("", Event("eventType", "/blobServices/default/containers/reports/blobs/x.json", "PutBlob"), out var name));
        Assert.Null(name);
    }

    [Fact]
    public void TryRead_Subject_IsTheName()
    {
        Assert.True(UploadHint.TryRead("lost.json", ReadOnlyMemory<byte>.Empty, out var name));
        Assert.Equal("lost.json", name);
    }

    [Theory]
    [InlineData("../reports/x.json")]
    [InlineData("a/../../x")]
    [InlineData("a\\..\\x")]
    [InlineData(".")]
    [InlineData("a\u0000")]
    [InlineData("a\nb")]
    public void TryRead_SubjectThatNamesNoBlob_IsNoHint(string subject) => Assert.False(UploadHint.TryRead(subject, ReadOnlyMemory<byte>.Empty, out _));

    [Theory]
    [InlineData("")]
    [InlineData("garbage")]
    [InlineData("[]")]
    [InlineData("""{"eventType":"Microsoft.Storage.BlobDeleted","subject":"/blobServices/default/containers/reports-inbox/blobs/x","data":{"api":"DeleteBlob"} }""")]
    [InlineData("""{"eventType":"Microsoft.Storage.BlobCreated","subject":"/blobServices/default/containers/reports-inbox/blobs/","data":{"api":"PutBlob"} }""")]
    [InlineData("""{"eventType":"Microsoft.Storage.BlobCreated","subject":"x","data":{"api":"PutBlob"} }""")]
    [InlineData("""{"eventType":"Microsoft.Storage.BlobCreated","subject":"/containers/reports-inbox/blobs/x","data":{} }""")]
    [InlineData("""{"eventType":"Microsoft.Storage.BlobCreated","subject":7,"data":[]}""")]
    [InlineData("""{"id":"1","eventType":"Microsoft.Storage.BlobCreated","subject":"/blobServices/default/containers/reports-inbox/blobs/r\ud83d.json","data":{"api":"PutBlob"}}""")]
    [InlineData("""{"eventType":"Microsoft.Storage.BlobCreated","subject":"/containers/reports-inbox/blobs/x","data":{"api":"\udc00"} }""")]
    [InlineData("""{"\ud800":1,"eventType":"Microsoft.Storage.BlobCreated","subject":"/containers/reports-inbox/blobs/../reports/x","data":{"api":"PutBlob"} }""")]
    [InlineData("""{"eventType":"Microsoft.Storage.BlobCreated","subject":"/containers/reports-inbox/blobs/a/../../reports/x","data":{"api":"PutBlob"} }""")]
    public void TryRead_AnythingElse_IsNoHint(string body) =>
        Assert.False(UploadHint.TryRead(null, Encoding.UTF8.GetBytes(body), out _));

    private static byte[] Event(string type, string subject, string api) =>
        Encoding.UTF8.GetBytes($$"""{"{{type}}":"Microsoft.Storage.BlobCreated","subject":"{{subject}}","data":{"api":"{{api}}"} }""");
}
