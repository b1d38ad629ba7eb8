namespace JcmHub.Flows.Issuance;

/// <summary>A row as it was read, with the version (ETag) under which it may be replaced.</summary>
public sealed record StoredRow(string Key, ReadOnlyMemory<byte> Body, string Version);
