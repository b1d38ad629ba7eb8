using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace JcmHub.Domain.Methodologies.Traces;

/// <summary>Writes HTML as UTF-8. What comes from a file or a report is always encoded; only this code's own tags are not.</summary>
internal sealed class PageWriter(IBufferWriter<byte> output)
{
    // Japanese stays readable in the source; the characters that mean something to HTML are encoded all the same.
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>Our own mark-up, as it is.</summary>
    public PageWriter Tag(string html)
    {
        Encoding.UTF8.GetBytes(html, output);
        return this;
    }

    /// <summary>Text, encoded.</summary>
    public PageWriter Text(string text)
    {
        Encoding.UTF8.GetBytes(Encoder.Encode(text), output);
        return this;
    }

    /// <summary>English, and Japanese below it.</summary>
    public PageWriter Both(string english, string japanese) =>
        Text(english).Tag("<span class=ja lang=ja>").Text(japanese).Tag("</span>");

    /// <summary>A row of a table whose first cell is a bilingual heading.</summary>
    public PageWriter Row(string english, string japanese, string value) =>
        Tag("<tr><th scope=row>").Both(english, japanese).Tag("</th><td>").Text(value).Tag("</td></tr>\n");
}
