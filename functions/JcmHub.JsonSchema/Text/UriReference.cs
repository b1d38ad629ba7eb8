using System.Text;

namespace JcmHub.JsonSchema.Text;

/// <summary>
/// URI references resolved by the letter of RFC 3986, section 5.2. <see cref="Uri"/> is not used: it rewrites what it
/// is given and does not resolve fragments against URNs.
/// </summary>
internal static class UriReference
{
    /// <summary>The reference against an absolute base; the result has no empty fragment.</summary>
    public static string Resolve(string baseUri, string reference)
    {
        Split(reference, out var scheme, out var authority, out var path, out var query, out var fragment);
        if (scheme is not null)
            return Join(scheme.ToLowerInvariant(), authority, RemoveDots(path), query, fragment);
        Split(baseUri, out var baseScheme, out var baseAuthority, out var basePath, out var baseQuery, out _);
        if (authority is null)
        {
            authority = baseAuthority;
            if (path.Length == 0)
            {
                path = basePath;
                query ??= baseQuery;
            }
            else if (path[0] == '/')
                path = RemoveDots(path);
            else
                path = RemoveDots(Merge(basePath, baseAuthority is not null, path));
        }
        else
            path = RemoveDots(path);
        return Join(baseScheme?.ToLowerInvariant(), authority, path, query, fragment);
    }

    /// <summary>The URI before <c>#</c>, and what follows it with percent-encoding resolved (empty where there is none).</summary>
    public static (string Document, string Fragment) Divide(string uri)
    {
        var hash = uri.IndexOf('#', StringComparison.Ordinal);
        return hash < 0 ? (uri, "") : (uri[..hash], Uri.UnescapeDataString(uri[(hash + 1)..]));
    }

    private static void Split(string uri, out string? scheme, out string? authority, out string path, out string? query, out string? fragment)
    {
        scheme = authority = query = fragment = null;
        var hash = uri.IndexOf('#', StringComparison.Ordinal);
        if (hash >= 0)
            (uri, fragment) = (uri[..hash], uri[(hash + 1)..]);
        var mark = uri.IndexOf('?', StringComparison.Ordinal);
        if (mark >= 0)
            (uri, query) = (uri[..mark], uri[(mark + 1)..]);
        var colon = uri.IndexOf(':', StringComparison.Ordinal);
        var slash = uri.IndexOf('/', StringComparison.Ordinal);
        if (colon > 0 && (slash < 0 || colon < slash))
            (scheme, uri) = (uri[..colon], uri[(colon + 1)..]);
        if (uri.StartsWith("//", StringComparison.Ordinal))
        {
            var end = uri.IndexOf('/', 2);
            authority = (end < 0 ? uri[2..] : uri[2..end]).ToLowerInvariant();
            uri = end < 0 ? "" : uri[end..];
        }
        path = uri;
    }

    private static string Join(string? scheme, string? authority, string path, string? query, string? fragment)
    {
        var text = new StringBuilder();
        if (scheme is not null)
            text.Append(scheme).Append(':');
        if (authority is not null)
            text.Append("//").Append(authority);
        text.Append(path);
        if (query is not null)
            text.Append('?').Append(query);
        if (!string.IsNullOrEmpty(fragment))
            text.Append('#').Append(fragment);
        return text.ToString();
    }

    private static string Merge(string basePath, bool hasAuthority, string path)
    {
        if (hasAuthority && basePath.Length == 0)
            return "/" + path;
        return string.Concat(basePath.AsSpan(0, basePath.LastIndexOf('/') + 1), path);
    }

    private static string RemoveDots(string path)
    {
        if (!path.Contains("./", StringComparison.Ordinal) && !path.EndsWith('.'))
            return path;
        var isRooted = path.StartsWith('/');
        var output = new List<string>();
        var segments = (isRooted ? path[1..] : path).Split('/');
        for (var i = 0; i < segments.Length; i++)
        {
            var isLast = i == segments.Length - 1;
            if (segments[i] == ".." && output.Count > 0)
                output.RemoveAt(output.Count - 1);
            if (segments[i] is not ("." or ".."))
                output.Add(segments[i]);
            else if (isLast)
                output.Add("");
        }
        return (isRooted ? "/" : "") + string.Join('/', output);
    }
}
