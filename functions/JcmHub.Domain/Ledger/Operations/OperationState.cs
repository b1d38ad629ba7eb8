namespace JcmHub.Domain.Ledger.Operations;

/// <summary>Where an operation stands.</summary>
public enum OperationState
{
    /// <summary>Its units are being reserved, part by part; nobody else may have them already.</summary>
    Reserving,

    /// <summary>International transfer: all its units are reserved, and its record waits for the host's approval.</summary>
    Approving,

    /// <summary>All its units are reserved and its record is on its way.</summary>
    Pending,

    /// <summary>The registry has answered; its units are being moved or released, part by part.</summary>
    Settling,

    /// <summary>Done, by the registry's receipt.</summary>
    Completed,

    /// <summary>Refused by the registry; its units are free again.</summary>
    Refused,
}
