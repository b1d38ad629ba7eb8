using System.Diagnostics.CodeAnalysis;

namespace JcmHub.Domain.Parties;

/// <summary>A Party of the Paris Agreement by its ISO 3166-1 alpha-2 code, such as <c>TH</c>.</summary>
public readonly record struct PartyId
{
    private readonly string? _code;

    private PartyId(string code) => _code = code;

    /// <summary>Japan, the one Party that is on a side of every JCM project.</summary>
    public static PartyId Japan { get; } = new("JP");

    /// <summary>The two upper-case letters.</summary>
    public string Code => _code ?? throw new InvalidOperationException("This Party was never set.");

    /// <summary>Reads two upper-case ASCII letters.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out PartyId party)
    {
        var valid = text is [>= 'A' and <= 'Z', >= 'A' and <= 'Z'];
        party = valid ? new PartyId(text!) : default;
        return valid;
    }

    /// <summary>Reads two upper-case ASCII letters.</summary>
    /// <exception cref="FormatException">The text is anything else.</exception>
    public static PartyId Parse(string text) =>
        TryParse(text, out var party) ? party : throw new FormatException($"\"{text}\" is not a Party's two-letter code.");

    /// <inheritdoc />
    public override string ToString() => _code ?? string.Empty;
}
