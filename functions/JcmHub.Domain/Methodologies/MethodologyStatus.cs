namespace JcmHub.Domain.Methodologies;

/// <summary>How near a methodology file is to the text that a Joint Committee approved.</summary>
public enum MethodologyStatus
{
    /// <summary>Written from the official text, which was read. Only on these is issued by default.</summary>
    OfficialTextRead,

    /// <summary>Put together from summaries, examples and arithmetic; the official text was not read.</summary>
    Reconstructed,

    /// <summary>Invented for demonstration.</summary>
    Illustrative,
}
