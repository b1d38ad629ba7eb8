namespace JcmHub.Local.Registries;

/// <summary>What a registry answers to a record: the outcome, its own date and its own serials.</summary>
internal sealed record RegistryReceipt
{
    public string DocumentType { get; } = "receipt";

    public string SchemaVersion { get; } = "1.0";

    public required string Registry { get; init; }

    public required string HostParty { get; init; }

    public required string StreamNumber { get; init; }

    public required ReceiptedRecord Record { get; init; }

    /// <summary>applied or refused</summary>
    public required string Outcome { get; init; }

    /// <summary>The registry's own date, yyyy-MM-dd.</summary>
    public required string AppliedOn { get; init; }

    public required IReadOnlyList<ReceiptedBlock> Blocks { get; init; }

    /// <summary>Why it was refused; empty where it was applied.</summary>
    public required IReadOnlyList<string> Codes { get; init; }

    /// <summary>The record that the receipt is for.</summary>
    internal sealed record ReceiptedRecord(string Id, string Digest);

    /// <summary>Units that the record touched, under both numberings.</summary>
    internal sealed record ReceiptedBlock(
        string HubFirst, string HubLast, string Tonnes, int Vintage, string Account, string RegistryFirst, string RegistryLast);
}
