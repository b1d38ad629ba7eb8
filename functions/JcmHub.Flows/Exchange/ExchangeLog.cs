using JcmHub.Domain.Ledger;
using Microsoft.Extensions.Logging;

namespace JcmHub.Flows.Exchange;

internal static partial class ExchangeLog
{
    [LoggerMessage(3001, LogLevel.Warning, "Stream {Stream} rests until {Until:O}; {Record} was not delivered: {Failure}")]
    public static partial void StreamPaused(this ILogger log, StreamId stream, RecordId record, string failure, DateTimeOffset until);
}
