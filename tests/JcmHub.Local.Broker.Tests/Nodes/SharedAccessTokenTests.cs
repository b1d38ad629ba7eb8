using JcmHub.Local.Broker.Nodes;
using JcmHub.Local.Broker.Tests.Support;

namespace JcmHub.Local.Broker.Tests.Nodes;

public sealed class SharedAccessTokenTests
{
    static readonly DateTimeOffset Now = new(2026, 11, 24, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("sb://localhost:5672/", "q", true)]
    [InlineData("sb://localhost:5672/q", "q", true)]
    [InlineData("sb://localhost:5672/Q/", "q", true)]
    [InlineData("sb://localhost:5672/q", "q/$management", true)]
    [InlineData("sb://localhost:5672/q", "q/$deadletterqueue/$management", true)]
    [InlineData("sb://localhost:5672/q", "q2", false)]
    [InlineData("sb://localhost:5672/q/$management", "q", false)]
    public void Covers_Resource_IsItAndWhatIsBelow(string resource, string entity, bool covered)
    {
        var token = SharedAccessToken.Verify(RawPeer.Token(resource, "name", "key", Now.AddMinutes(1)), "name", "key", Now, out _);
        Assert.Equal(covered, token!.Covers(entity, Now));
        Assert.False(token.Covers(entity, Now.AddMinutes(1)));
    }

    [Theory]
    [InlineData("name", "other key", 1, "signature")]
    [InlineData("other name", "key", 1, "signature")]
    [InlineData("name", "key", 0, "expired")]
    public void Verify_NotOurs_SaysWhy(string name, string key, int minutes, string why)
    {
        Assert.Null(SharedAccessToken.Verify(RawPeer.Token("sb://localhost/q", name, key, Now.AddMinutes(minutes)), "name", "key", Now, out var reason));
        Assert.Contains(why, reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_AnyCharacterChanged_IsRefused()
    {
        var token = RawPeer.Token("sb://localhost/queue", "name", "key", Now.AddMinutes(1));
        for (var at = 0; at < token.Length; at++)
        {
            var changed = token[..at] + (token[at] == 'x' ? 'y' : 'x') + token[(at + 1)..];
            Assert.Null(SharedAccessToken.Verify(changed, "name", "key", Now, out _));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("SharedAccessSignature ")]
    [InlineData("SharedAccessSignature sr&sig&se&skn")]
    [InlineData("SharedAccessSignature sr=a&sig=b&se=99999999999999999999&skn=name")]
    [InlineData("SharedAccessSignature sr=a&sig=b&se=999999999999999999&skn=name")]
    public void Verify_Garbage_IsRefused(string token) => Assert.Null(SharedAccessToken.Verify(token, "name", "key", Now, out _));
}
