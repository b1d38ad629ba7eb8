namespace JcmHub.Domain.Methodologies.Traces;

/// <summary>The words of the files for what is an enumeration in code.</summary>
internal static class Words
{
    public static string Of(MethodologyStatus status) => status switch
    {
        MethodologyStatus.OfficialTextRead => "official-text-read",
        MethodologyStatus.Reconstructed => "reconstructed",
        _ => "illustrative",
    };

    public static string Of(Certainty certainty) => certainty switch
    {
        Certainty.Sourced => "sourced",
        Certainty.Definition => "definition",
        Certainty.Derived => "derived",
        Certainty.RecalledHigh => "recalled-high",
        Certainty.RecalledMedium => "recalled-medium",
        Certainty.RecalledLow => "recalled-low",
        _ => "illustrative",
    };
}
