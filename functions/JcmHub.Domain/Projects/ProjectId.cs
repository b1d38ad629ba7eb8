namespace JcmHub.Domain.Projects;

/// <summary>A project's reference number: the partner country's two letters and three digits, such as <c>TH014</c>.</summary>
public readonly record struct ProjectId
{
    private readonly string? text;

    private ProjectId(string text) => this.text = text;

    /// <summary>The partner country, as ISO 3166-1 alpha-2: <c>TH</c>.</summary>
    public string Party => ToString()[..2];

    /// <exception cref="FormatException">The text is not two capital letters and three digits.</exception>
    public static ProjectId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException($"'{text}' is not a project's reference number: two capital letters and three digits.");

    public static bool TryParse(string? text, out ProjectId id)
    {
        id = default;
        if (text is not { Length: 5 }
            || !char.IsAsciiLetterUpper(text[0]) || !char.IsAsciiLetterUpper(text[1])
            || !char.IsAsciiDigit(text[2]) || !char.IsAsciiDigit(text[3]) || !char.IsAsciiDigit(text[4]))
            return false;
        id = new(text);
        return true;
    }

    public override string ToString() => text ?? throw new InvalidOperationException("A project id must be parsed, not defaulted.");
}
