using JcmHub.Domain.Methodologies;

namespace JcmHub.Domain.Parties;

/// <summary>The bilateral document that made a country a partner.</summary>
/// <param name="On">Its day; null where no source gives it.</param>
/// <param name="Source">Where the day was read, or why there is none.</param>
/// <param name="Certainty">How sure we are of the day.</param>
public sealed record Signing(DateOnly? On, string Source, Certainty Certainty);
