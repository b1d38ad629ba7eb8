namespace JcmHub.Flows.Exchange;

/// <summary>The named steps of a record's way. Whatever dies at any of them, the end is the same: a test walks this list.</summary>
public enum ExchangeStep
{
    /// <summary>The ledger transaction that put it into the outbox is committed; no message tells of it yet.</summary>
    Stored,

    /// <summary>Its message is in the queue.</summary>
    Relayed,

    /// <summary>A dispatcher holds its stream's lease.</summary>
    Leased,

    /// <summary>It is on its way to the registry; there is no answer yet.</summary>
    Sent,

    /// <summary>The registry answered; nothing of it is in the ledger yet.</summary>
    Answered,

    /// <summary>The receipt and all that it causes are in the ledger.</summary>
    Receipted,
}
