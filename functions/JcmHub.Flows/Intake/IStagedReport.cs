namespace JcmHub.Flows.Intake;

/// <summary>A report's bytes on their way into storage, under a fresh name. What is never kept leaves nothing behind.</summary>
public interface IStagedReport
{
    /// <summary>The fresh name.</summary>
    string Blob { get; }

    /// <summary>Adds bytes behind those that came before.</summary>
    ValueTask WriteAsync(ReadOnlyMemory<byte> part, CancellationToken cancellationToken);

    /// <summary>Stores what was written; the second time nothing happens.</summary>
    Task KeepAsync(CancellationToken cancellationToken);

    /// <summary>Removes it again where it was kept.</summary>
    Task DiscardAsync(CancellationToken cancellationToken);
}
