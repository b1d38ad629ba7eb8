namespace JcmHub.Local.Broker;

/// <summary>Messages counted since the broker's start, over all queues.</summary>
/// <param name="Accepted">Sent or scheduled by a client and stored durably; a dropped duplicate counts too.</param>
/// <param name="Delivered">Handed to a receiver, each delivery of the same message counted.</param>
/// <param name="Settled">Completed, abandoned, deferred or dead-lettered by a receiver, or received and deleted.</param>
public readonly record struct BrokerStatistics(long Accepted, long Delivered, long Settled);
