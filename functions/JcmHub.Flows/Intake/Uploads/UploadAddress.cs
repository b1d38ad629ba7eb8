namespace JcmHub.Flows.Intake.Uploads;

/// <summary>Where one report can be put, once, without a token.</summary>
/// <param name="Id">The upload's id, to ask what became of it.</param>
/// <param name="Address">A write-only address: PUT the bytes there, whole or in blocks.</param>
/// <param name="ExpiresAt">From then on the address is of no use.</param>
public sealed record UploadAddress(string Id, Uri Address, DateTimeOffset ExpiresAt);
