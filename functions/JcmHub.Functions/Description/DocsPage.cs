using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using JcmHub.Functions.Access;
using JcmHub.Functions.Http;

namespace JcmHub.Functions.Description;

/// <summary>The interface and the catalogue of errors as one page that needs nothing else: no script, no font, no address outside.</summary>
internal static partial class DocsPage
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private const string Head = """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
        <title>JcmHub: HTTP interface</title>
        <style>
        :root { color-scheme: light dark; --line: #8884; --soft: #8881; --mark: #0a7d4f; }
        body { font: 16px/1.5 system-ui, "Noto Sans", "Noto Sans CJK JP", sans-serif; max-width: 76rem; margin: 0 auto; padding: 1rem 1.5rem 4rem; }
        h1 { font-size: 1.7rem; margin: .5rem 0 0; } h2 { margin: 2.5rem 0 .5rem; border-bottom: 1px solid var(--line); } h3 { margin: 1.5rem 0 .4rem; }
        nav a { margin-right: 1rem; } code { font: .88em/1.4 ui-monospace, "DejaVu Sans Mono", monospace; background: var(--soft); padding: .1em .3em; border-radius: 3px; white-space: nowrap; }
        .scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; } th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; border-top: 1px solid var(--line); }
        tr:target { outline: 2px solid var(--mark); background: var(--soft); }
        details { border: 1px solid var(--line); border-radius: 6px; margin: .5rem 0; } summary { padding: .5rem .8rem; cursor: pointer; } details > div { padding: 0 .8rem .6rem; }
        .verb { display: inline-block; min-width: 3.4rem; font-weight: 600; color: var(--mark); } .who { opacity: .75; } dt { font-weight: 600; margin-top: .4rem; } dd { margin: 0; }
        </style></head><body>
        <h1>JcmHub: HTTP interface</h1>
        <p>Monitoring reports, Joint Committee decisions, credits and their transfers between registries. Addresses are below <code>/api</code>;
        the same as a document for programs: <a href="openapi.json">openapi.json</a> (OpenAPI 3.1, with every schema).</p>
        <nav><a href="#routes">Addresses</a><a href="#tokens">Tokens</a><a href="#errors">Errors</a></nav>
        """;

    private const string Tokens = """
        <h2 id="tokens">Tokens</h2>
        <p>Send <code>Authorization: Bearer …</code>: a JSON Web Token with the claims <code>sub</code>, one <code>role</code>, <code>party</code>
        (two letters; governments, secretariats and registries must have one) and for participants <code>projects</code>, an array of reference
        numbers. Japan reaches every host's matters, another Party its own only, a participant those of its own projects only.</p>
        """;

    public static string Create()
    {
        var page = new StringBuilder(Head);
        page.Append("<h2 id=\"routes\">Addresses</h2>");
        foreach (var group in AccessTable.Routes.Where(route => route.IsInDocument).GroupBy(OpenApiDocument.Tag))
        {
            page.Append(CultureInfo.InvariantCulture, $"<h3>{Html(group.Key)}</h3>");
            foreach (var route in group)
                Append(page, route);
        }

        page.Append(Tokens);
        page.Append("<h2 id=\"errors\">Errors</h2><p>Every error is Problem Details (RFC 9457): <code>code</code> is stable, <code>detail</code> and <code>detailJa</code> say what is wrong, ")
            .Append("<code>errors</code> holds every error found, each with a JSON Pointer into the document that was sent.</p>");
        foreach (var (title, entries) in ErrorCatalogue.Sections)
            Append(page, title, entries);
        return page.Append("</body></html>").ToString();
    }

    private static void Append(StringBuilder page, Route route)
    {
        page.Append(CultureInfo.InvariantCulture, $"<details id=\"{Html(route.Function)}\"><summary><span class=\"verb\">{route.Verb}</span> <code>{Html(route.Path)}</code> {Html(route.Summary)} ")
            .Append(CultureInfo.InvariantCulture, $"<span class=\"who\">{(route.IsOpen ? "anyone" : Html(string.Join(", ", route.Roles)))}</span></summary><div><dl>");
        if (route.HasBody)
            Append(page, "Content", $"{Html(string.Join(", ", route.BodyTypes))}{(route.Body is { } body ? $", schema <code>{Html(body)}</code>" : string.Empty)}");
        if (route.Query.Length > 0)
            Append(page, "Query", string.Join(", ", route.Query.Select(name => $"<code>{Html(name)}</code>")));
        Append(page, "Answer", $"{route.Status} {Html(route.AnswerType)}{(route.Answer is { } answer ? $", schema <code>{Html(answer)}</code>" : string.Empty)}");
        Append(page, "Codes", string.Join(" ", OpenApiDocument.CodesOf(route).Distinct().Select(code => $"<a href=\"#{code}\"><code>{code}</code></a>"))
            + (route.Body is null ? string.Empty : " and those of JSON and of the schema"));
        page.Append("</dl></div></details>");
    }

    private static void Append(StringBuilder page, string term, string html) =>
        page.Append(CultureInfo.InvariantCulture, $"<dt>{term}</dt><dd>{html}</dd>");

    private static void Append(StringBuilder page, string title, IReadOnlyList<ErrorEntry> entries)
    {
        page.Append(CultureInfo.InvariantCulture, $"<h3>{Html(title)}</h3><div class=\"scroll\"><table><tr><th>code<th>where<th>meaning<th>what to do</tr>");
        foreach (var entry in entries)
        {
            page.Append(CultureInfo.InvariantCulture, $"<tr id=\"{entry.Code}\"><td><code>{entry.Code}</code><td>{Html(string.Join(", ", entry.Where))}")
                .Append(CultureInfo.InvariantCulture, $"<td>{Markdown(entry.Meaning)}<br><span lang=\"ja\">{Markdown(entry.MeaningJa)}</span><td>{Markdown(entry.Remedy)}</tr>");
        }

        page.Append("</table></div>");
    }

    /// <summary>The catalogue's cells are Markdown of the simplest kind: code between back ticks.</summary>
    private static string Markdown(string text) => Code().Replace(Html(text), "<code>$1</code>");

    private static string Html(string text) => Encoder.Encode(text);

    [GeneratedRegex("`(.+?)`")]
    private static partial Regex Code();
}
