namespace JcmHub.Domain.Identifiers;

/// <summary>A name that came before and is the same in all that counts, or only looks the same.</summary>
/// <param name="Other">The name that came before.</param>
/// <param name="IsSame">True where the two are one name (<see cref="NameFolding.Fold(string)"/>); false where letters of another script look alike.</param>
public readonly record struct NameConflict(string Other, bool IsSame);
