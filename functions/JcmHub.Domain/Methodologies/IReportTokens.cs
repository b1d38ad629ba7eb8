namespace JcmHub.Domain.Methodologies;

/// <summary>
/// Takes a monitoring report token by token, in the order of the document: what a schema validator hands on while it
/// validates, so that a report is read once. Texts are UTF-8 with escapes resolved, numbers exactly as written.
/// </summary>
public interface IReportTokens
{
    void StartObject();

    void EndObject();

    void StartArray();

    void EndArray();

    /// <summary>A property's name; its value comes next.</summary>
    void Name(ReadOnlySpan<byte> utf8);

    void Text(ReadOnlySpan<byte> utf8);

    void Number(ReadOnlySpan<byte> utf8);

    /// <summary>true, false or null: no report has a place for one.</summary>
    void Literal();
}
