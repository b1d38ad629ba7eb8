namespace JcmHub.Domain.Methodologies;

/// <summary>Something found in a report: an error, or a warning that a verifier must answer.</summary>
/// <param name="Code">Stable, kebab-case; <see cref="FindingCatalogue"/> explains it.</param>
/// <param name="Pointer">JSON Pointer into the report.</param>
/// <param name="Detail">This case, in English.</param>
/// <param name="DetailJa">This case, in Japanese.</param>
public sealed record Finding(string Code, string Pointer, string Detail, string DetailJa)
{
    public override string ToString() => $"{Pointer}: {Detail} [{Code}]";
}
