namespace JcmHub.Domain.Credits;

/// <summary>
/// What an authorisation's own terms say of changes to it after first transfer (decision 4/CMA.6 on Article 6.2: a change does not
/// touch what was first transferred unless the terms say in which circumstances it may).
/// </summary>
/// <param name="Rule">Whether such a change is allowed.</param>
/// <param name="Terms">The terms' text.</param>
/// <param name="Source">Where it stands: the letter of authorisation and its paragraph.</param>
public sealed record ChangeTerms(ChangeRule Rule, string Terms, string Source);
