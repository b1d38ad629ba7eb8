using JcmHub.Local.Protocol;
using Microsoft.Azure.Functions.Worker.Converters;

namespace Microsoft.Azure.Functions.Worker.Extensions.ServiceBus;

/// <summary>Gives a function the actions on its message.</summary>
internal sealed class ServiceBusMessageActionsConverter(Settlement.SettlementClient settlement) : IInputConverter
{
    public ValueTask<ConversionResult> ConvertAsync(ConverterContext context) => new(
        context.TargetType == typeof(ServiceBusMessageActions) ? ConversionResult.Success(new ServiceBusMessageActions(settlement)) : ConversionResult.Unhandled());
}
