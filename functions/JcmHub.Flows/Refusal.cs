using JcmHub.Domain.Methodologies;

namespace JcmHub.Flows;

/// <summary>Why something was refused: a stable code, a sentence in English and Japanese, and every error with its place (D12).</summary>
public sealed record Refusal(RefusalKind Kind, string Code, string Detail, string DetailJa)
{
    /// <summary>Every error found.</summary>
    public IReadOnlyList<Finding> Errors { get; init; } = [];

    /// <summary>A Party of which the rule book has no file, or a text that names none (404); or no Party at all (400).</summary>
    public static Refusal PartyUnknown(string? party) => string.IsNullOrEmpty(party)
        ? new(RefusalKind.Malformed, "party-missing", "The query must name the Party: party=TH.", "クエリにparty（例：party=TH）を指定してください。")
        : new(RefusalKind.NotFound, "party-unknown", $"No rules of {party} are known here.", $"{party}の規則が登録されていません。");

    /// <summary>A refusal for one or more broken rules; the first gives the code.</summary>
    public static Refusal Of(RefusalKind kind, params IReadOnlyList<Finding> errors) =>
        new(kind, errors[0].Code, errors[0].Detail, errors[0].DetailJa) { Errors = errors };
}
