using Amqp;
using Amqp.Framing;
using Amqp.Types;

namespace JcmHub.Local.Runtime.Messaging;

/// <summary>What a receiver decides about a message, in the two forms that the broker takes it: a link's outcome or a request's fields.</summary>
internal abstract record Settlement(IDictionary<string, object>? Changes)
{
    const string DeadLetterCondition = "com.microsoft:dead-letter";

    public abstract DeliveryState Outcome { get; }

    /// <summary>Name of the decision in a request to <c>$management</c>.</summary>
    public abstract string Status { get; }

    internal sealed record Complete() : Settlement(default(IDictionary<string, object>))
    {
        public override DeliveryState Outcome => new Accepted();

        public override string Status => "completed";
    }

    /// <summary>Back to the queue as if it had never been delivered. By its lock token only an abandon can be asked for, which counts.</summary>
    internal sealed record Release() : Settlement(default(IDictionary<string, object>))
    {
        public override DeliveryState Outcome => new Released();

        public override string Status => "abandoned";
    }

    internal sealed record Abandon(IDictionary<string, object>? Changes) : Settlement(Changes)
    {
        public override DeliveryState Outcome => new Modified { DeliveryFailed = true, MessageAnnotations = Fields() };

        public override string Status => "abandoned";
    }

    internal sealed record Defer(IDictionary<string, object>? Changes) : Settlement(Changes)
    {
        public override DeliveryState Outcome => new Modified { UndeliverableHere = true, MessageAnnotations = Fields() };

        // Spelled so on the wire.
        public override string Status => "defered";
    }

    internal sealed record DeadLetter(IDictionary<string, object>? Changes, string? Reason, string? Description) : Settlement(Changes)
    {
        public override DeliveryState Outcome
        {
            get
            {
                var info = Fields() ?? [];
                if (Reason is not null) info[new Symbol("DeadLetterReason")] = Reason;
                if (Description is not null) info[new Symbol("DeadLetterErrorDescription")] = Description;
                return new Rejected { Error = new Error(DeadLetterCondition) { Info = info } };
            }
        }

        public override string Status => "suspended";
    }

    Fields? Fields()
    {
        if (Changes is not { Count: > 0 }) return null;
        var fields = new Fields();
        foreach (var (name, value) in Changes) fields[new Symbol(name)] = MessageCodec.ToWire(name, value);
        return fields;
    }
}
