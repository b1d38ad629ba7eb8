using Microsoft.Azure.Functions.Worker.Converters;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.Azure.Functions.Worker.Extensions.ServiceBus;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Starts a function on a message of a queue. Topics and sessions, which the local broker has not (D3), are not declared.</summary>
[ConverterFallbackBehavior(ConverterFallbackBehavior.Allow)]
[InputConverter(typeof(ServiceBusReceivedMessageConverter))]
public sealed class ServiceBusTriggerAttribute(string queueName) : TriggerBindingAttribute, ISupportCardinality
{
    private bool _isBatched;

    /// <summary>Name of the setting with the connection string; <c>AzureWebJobsServiceBus</c> where there is none.</summary>
    public string? Connection { get; set; }

    /// <summary>The queue; <c>%Name%</c> in it stands for that setting.</summary>
    public string QueueName { get; } = queueName;

    /// <summary>Whether the function gets messages as an array.</summary>
    [DefaultValue(false)]
    public bool IsBatched
    {
        get => _isBatched;
        set => _isBatched = value;
    }

    /// <summary>Whether the host completes what a successful function left open.</summary>
    [DefaultValue(true)]
    public bool AutoCompleteMessages { get; set; } = true;

    Cardinality ISupportCardinality.Cardinality
    {
        get => _isBatched ? Cardinality.Many : Cardinality.One;
        set => _isBatched = value == Cardinality.Many;
    }
}
