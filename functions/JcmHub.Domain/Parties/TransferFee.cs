namespace JcmHub.Domain.Parties;

/// <summary>What a Party charges for each tonne that leaves for Japan. The hub states it and moves no money.</summary>
/// <param name="Rate">Money for one tonne; at least 0.</param>
/// <param name="Currency">ISO 4217, such as <c>USD</c>.</param>
/// <param name="PaidBefore">The step that waits for the Party's confirmation of payment; null where none does.</param>
public sealed record TransferFee(decimal Rate, string Currency, FeeStep? PaidBefore);
