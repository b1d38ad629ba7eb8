namespace JcmHub.Flows.Issuance;

/// <summary>That a command was done, on which input, and with which result (D4); the result is absent where the ledger's rows tell it.</summary>
internal sealed record CommandRow(string InputHash, long Entry, string? Result);
