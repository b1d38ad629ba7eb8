namespace JcmHub.Domain.Methodologies;

/// <summary>Why a methodology or project file is refused.</summary>
/// <param name="Code">Stable, kebab-case.</param>
/// <param name="Pointer">JSON Pointer into the file.</param>
/// <param name="Message">For the file's author, in English; names the place in an expression and units that disagree.</param>
public sealed record LoadError(string Code, string Pointer, string Message)
{
    public override string ToString() => $"{Pointer}: {Message} [{Code}]";
}
