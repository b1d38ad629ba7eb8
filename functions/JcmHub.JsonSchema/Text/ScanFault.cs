namespace JcmHub.JsonSchema.Text;

/// <summary>Why a token is not JSON, or is over a limit, and at which byte of the data at hand.</summary>
internal readonly record struct ScanFault(string Code, int Position);
