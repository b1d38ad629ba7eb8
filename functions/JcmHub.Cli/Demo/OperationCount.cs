namespace JcmHub.Cli.Demo;

/// <summary>What storage and broker have done up to a moment.</summary>
/// <param name="Storage">Requests that the storage answered.</param>
/// <param name="Queue">Messages sent, delivered and settled.</param>
internal readonly record struct OperationCount(long Storage, long Queue);
