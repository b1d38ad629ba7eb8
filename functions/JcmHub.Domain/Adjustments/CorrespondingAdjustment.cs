using JcmHub.Domain.Calendar;
using JcmHub.Domain.Parties;
using JcmHub.Domain.Projects;
using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Adjustments;

/// <summary>
/// Tonnes that a host adds to its own emissions balance because they were first transferred under an authorisation
/// (2/CMA.3 annex, para 8), for the calendar year in which the reduction occurred.
/// </summary>
/// <param name="Id">Host, vintage and number: <c>TH.2021.1</c>.</param>
/// <param name="ObligedOn">The day of the first transfer.</param>
/// <param name="FirstTransfer">The record whose receipt was the first transfer.</param>
/// <param name="Record">The record that tells the host's registry; none where the host has no registry.</param>
public sealed record CorrespondingAdjustment(
    string Id, PartyId Party, ProjectId Project, Vintage Vintage, WholeTonnes Tonnes,
    DateOnly ObligedOn, string FirstTransfer, string? Record)
{
    /// <summary>The day on which the host's registry booked it.</summary>
    public DateOnly? ReceiptedOn { get; init; }
}
