using JcmHub.Domain.Ledger;

namespace JcmHub.Flows.Decisions;

/// <summary>How far a decision that one transaction does not hold is written.</summary>
/// <param name="Command">The command that began it; its parts bear this id.</param>
/// <param name="InputHash">The hash of its input.</param>
/// <param name="Author">Who gave it.</param>
/// <param name="Written">How many parts are written, the first included.</param>
/// <param name="Notified">For how many of its projects the amounts are notified.</param>
/// <param name="Asked">For how many of them the registries are asked to issue; that begins when all are notified.</param>
public sealed record NotificationParts(string Command, string InputHash, Author Author, int Written, int Notified, int Asked);
