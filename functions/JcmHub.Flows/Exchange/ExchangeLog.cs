using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;
using Microsoft.Extensions.Logging;

namespace JcmHub.Flows.Exchange;

internal static partial class ExchangeLog
{
    [LoggerMessage(3001, LogLevel.Warning, "{Destination} rests until {Until:O}; {Record} was not delivered: {Failure}")]
    public static partial void DestinationPaused(this ILogger log, Destination destination, RecordId record, string failure, DateTimeOffset? until);

    [LoggerMessage(3002, LogLevel.Warning, "Records of {Host} were committed and not announced; the sweep will do it")]
    public static partial void NotRelayed(this ILogger log, PartyId host, Exception failure);

    [LoggerMessage(3003, LogLevel.Error, "The answer to {Record} could not be judged or booked")]
    public static partial void NotJudged(this ILogger log, RecordId record, Exception fault);

    [LoggerMessage(3004, LogLevel.Error, "{Record} cannot be sent, {Code}: {Explanation}; a void record takes its number")]
    public static partial void RecordIsVoid(this ILogger log, RecordId record, string code, string explanation);
}
