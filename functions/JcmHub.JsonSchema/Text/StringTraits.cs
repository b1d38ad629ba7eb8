namespace JcmHub.JsonSchema.Text;

/// <summary>What a string token holds beside plain ASCII.</summary>
[Flags]
internal enum StringTraits
{
    None = 0,
    Escapes = 1,
    NonAscii = 2,
}
