#nullable disable
using System.Globalization;

namespace Azure.Messaging.ServiceBus;

/// <summary>An operation on the broker failed; <see cref="Reason"/> says why, <see cref="IsTransient"/> whether another try may help.</summary>
public class ServiceBusException : Exception
{
    public ServiceBusException()
    {
    }

    public ServiceBusException(bool isTransient, string message, string entityName = null, ServiceBusFailureReason reason = ServiceBusFailureReason.GeneralError, Exception innerException = null)
        : base(message, innerException)
    {
        IsTransient = isTransient;
        EntityPath = entityName;
        Reason = reason;
    }

    public ServiceBusException(string message, ServiceBusFailureReason reason, string entityPath = null, Exception innerException = null)
        : this(TransientReasons.Contains(reason), message, entityPath, reason, innerException)
    {
    }

    static ReadOnlySpan<ServiceBusFailureReason> TransientReasons =>
    [
        ServiceBusFailureReason.ServiceCommunicationProblem,
        ServiceBusFailureReason.ServiceTimeout,
        ServiceBusFailureReason.ServiceBusy,
    ];

    public string EntityPath { get; }

    public bool IsTransient { get; }

    public ServiceBusFailureReason Reason { get; }

    public override string Message => string.IsNullOrEmpty(EntityPath)
        ? string.Create(CultureInfo.InvariantCulture, $"{base.Message} ({Reason})")
        : string.Create(CultureInfo.InvariantCulture, $"{base.Message} ({Reason} - {EntityPath})");
}
