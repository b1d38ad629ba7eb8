namespace JcmHub.Domain.Methodologies;

/// <summary>An index set of a methodology, as a monitoring sheet needs it.</summary>
/// <param name="Listed">The members that the file lists; null where they come from readings or are years.</param>
/// <param name="AreYears">Whether the members are calendar years.</param>
public sealed record MemberSet(string Name, BilingualText Title, IReadOnlyList<string>? Listed, bool AreYears);
