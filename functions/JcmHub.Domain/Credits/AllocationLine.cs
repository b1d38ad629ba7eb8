using JcmHub.Domain.Calendar;
using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Credits;

/// <summary>What one recipient gets of one vintage.</summary>
public sealed record AllocationLine(Recipient Recipient, Vintage Vintage, WholeTonnes Tonnes);
