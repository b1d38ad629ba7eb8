using System.Net.Sockets;
using Amqp;
using Azure.Messaging.ServiceBus;

namespace JcmHub.Local.Runtime.Messaging;

/// <summary>What went wrong on the wire, as the exceptions that the real client throws.</summary>
internal static class BrokerErrors
{
    public static Exception Translate(Exception error, string entity) => error switch
    {
        ServiceBusException => error,
        AmqpException amqp => OfCondition(amqp.Error?.Condition?.ToString(), amqp.Error?.Description ?? amqp.Message, entity, amqp),
        SocketException or IOException => new ServiceBusException(
            $"The broker cannot be reached: {error.Message}", ServiceBusFailureReason.ServiceCommunicationProblem, entity, error),
        TimeoutException => new ServiceBusException("The broker did not answer in time.", ServiceBusFailureReason.ServiceTimeout, entity, error),
        _ => error,
    };

    public static Exception OfCondition(string? condition, string message, string entity, Exception? cause = null)
    {
        ServiceBusFailureReason? reason = condition switch
        {
            ErrorCode.NotFound => ServiceBusFailureReason.MessagingEntityNotFound,
            "com.microsoft:message-lock-lost" => ServiceBusFailureReason.MessageLockLost,
            "com.microsoft:message-not-found" => ServiceBusFailureReason.MessageNotFound,
            "com.microsoft:entity-disabled" => ServiceBusFailureReason.MessagingEntityDisabled,
            "com.microsoft:entity-already-exists" => ServiceBusFailureReason.MessagingEntityAlreadyExists,
            "com.microsoft:server-busy" => ServiceBusFailureReason.ServiceBusy,
            "com.microsoft:timeout" => ServiceBusFailureReason.ServiceTimeout,
            "com.microsoft:session-lock-lost" => ServiceBusFailureReason.SessionLockLost,
            "com.microsoft:session-cannot-be-locked" => ServiceBusFailureReason.SessionCannotBeLocked,
            ErrorCode.MessageSizeExceeded => ServiceBusFailureReason.MessageSizeExceeded,
            ErrorCode.ResourceLimitExceeded => ServiceBusFailureReason.QuotaExceeded,
            ErrorCode.DetachForced or ErrorCode.ConnectionForced or ErrorCode.FramingError => ServiceBusFailureReason.ServiceCommunicationProblem,
            _ => null,
        };
        if (reason is { } known) return new ServiceBusException(message, known, entity, cause);
        return condition switch
        {
            ErrorCode.UnauthorizedAccess => new UnauthorizedAccessException(message, cause),
            ErrorCode.NotAllowed => new InvalidOperationException(message, cause),
            ErrorCode.NotImplemented => new NotSupportedException(message, cause),
            ErrorCode.InvalidField or "com.microsoft:argument-error" => new ArgumentException(message, cause),
            ErrorCode.InternalError => new ServiceBusException(true, message, entity, ServiceBusFailureReason.GeneralError, cause),
            _ => new ServiceBusException(false, $"{condition}: {message}", entity, ServiceBusFailureReason.GeneralError, cause),
        };
    }
}
