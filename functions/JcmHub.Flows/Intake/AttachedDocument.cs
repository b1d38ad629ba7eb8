namespace JcmHub.Flows.Intake;

/// <summary>A document attached to a report, known by its content hash.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="IsRedacted">Whether confidential data are left out; the redacted version is public.</param>
/// <param name="ContentHash">The hash of its bytes.</param>
/// <param name="MediaType">Such as <c>application/pdf</c>.</param>
/// <param name="AttachedBy">By the subject of the token.</param>
/// <param name="AttachedAt">When.</param>
public sealed record AttachedDocument(
    DocumentKind Kind, bool IsRedacted, string ContentHash, string MediaType, string AttachedBy, DateTimeOffset AttachedAt);
