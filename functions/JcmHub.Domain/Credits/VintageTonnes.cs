using JcmHub.Domain.Calendar;
using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Credits;

/// <summary>Whole tonnes of one vintage.</summary>
public readonly record struct VintageTonnes(Vintage Vintage, WholeTonnes Tonnes);
