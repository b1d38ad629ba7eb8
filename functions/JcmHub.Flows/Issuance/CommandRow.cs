namespace JcmHub.Flows.Issuance;

/// <summary>That a command was done, on which input, and with which result (D4).</summary>
internal sealed record CommandRow(string InputHash, long Entry, string Result);
