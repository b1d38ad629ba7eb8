using System.Net;
using Amqp;
using Amqp.Framing;

namespace JcmHub.Local.Broker.Nodes;

/// <summary>
/// <c>$cbs</c> of one connection: takes shared access signatures and remembers what they open. All state is used under the
/// connection's gate.
/// </summary>
internal sealed class ClaimsNode(string keyName, string key, TimeProvider time) : RequestNode(64 * 1024)
{
    const int MostTokens = 256;

    readonly Dictionary<string, SharedAccessToken> tokens = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a token that is still good opens an entity.</summary>
    public bool Permits(string entity)
    {
        var now = time.GetUtcNow();
        return tokens.Values.Any(token => token.Covers(entity, now));
    }

    protected override void Handle(Message request, Action<Message> respond)
    {
        var (code, text) = request.ApplicationProperties?["operation"] switch
        {
            "put-token" when request.Body is string token => Put(token),
            "put-token" => (HttpStatusCode.BadRequest, "The body holds no token."),
            _ => (HttpStatusCode.NotImplemented, "Only put-token is kept here."),
        };
        respond(new Message
        {
            ApplicationProperties = new ApplicationProperties { ["status-code"] = (int)code, ["status-description"] = text },
        });
    }

    (HttpStatusCode Code, string Text) Put(string text)
    {
        var now = time.GetUtcNow();
        if (SharedAccessToken.Verify(text, keyName, key, now, out var why) is not { } token) return (HttpStatusCode.Unauthorized, why);
        foreach (var (path, old) in tokens.ToList())
        {
            if (old.Expires <= now) tokens.Remove(path);
        }

        if (tokens.Count >= MostTokens && !tokens.ContainsKey(token.Path)) return (HttpStatusCode.Forbidden, "Too many tokens on one connection.");
        tokens[token.Path] = token;
        return (HttpStatusCode.Accepted, "Accepted");
    }
}
