using JcmHub.Domain.Calendar;
using JcmHub.Domain.Credits;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Methodologies;
using JcmHub.Domain.Parties;
using JcmHub.Domain.Projects;
using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Adjustments;

/// <summary>
/// Tonnes that a host adds to its own emissions balance because they were first transferred under an authorisation
/// (2/CMA.3 annex, para 8), for the calendar year in which the reduction occurred. It is obliged by the first transfer, and then
/// reported in the Agreed Electronic Format, applied in the transparency report and reviewed, each on its day and in that order.
/// </summary>
/// <param name="Id">Host, vintage and number: <c>TH.2021.1</c>.</param>
/// <param name="Decision">The decision whose units were transferred.</param>
/// <param name="ObligedOn">The day of the first transfer.</param>
/// <param name="FirstTransfer">The record whose receipt was the first transfer.</param>
/// <param name="Record">The record that tells the host's registry; none where the host has no registry.</param>
public sealed record CorrespondingAdjustment(
    string Id, PartyId Party, string Decision, ProjectId Project, Vintage Vintage, WholeTonnes Tonnes,
    DateOnly ObligedOn, string FirstTransfer, string? Record)
{
    /// <summary>Which of the host's definitions for other purposes made it a first transfer; absent where that was an international transfer.</summary>
    public OimpFirstTransfer? Definition { get; init; }

    /// <summary>The day on which the host's registry booked it.</summary>
    public DateOnly? ReceiptedOn { get; init; }

    /// <summary>The day on which the host reported it (AEF).</summary>
    public DateOnly? ReportedOn { get; init; }

    /// <summary>The day on which the host applied it in its transparency report (BTR).</summary>
    public DateOnly? AppliedOn { get; init; }

    /// <summary>The day on which that report's review ended.</summary>
    public DateOnly? ReviewedOn { get; init; }

    /// <summary>How far it has come.</summary>
    public AdjustmentState State =>
        ReviewedOn is not null ? AdjustmentState.Reviewed
        : AppliedOn is not null ? AdjustmentState.Applied
        : ReportedOn is not null ? AdjustmentState.Reported
        : AdjustmentState.Obliged;

    /// <summary>The day on which it came to a state; null while it has not.</summary>
    public DateOnly? On(AdjustmentState state) => state switch
    {
        AdjustmentState.Obliged => ObligedOn,
        AdjustmentState.Reported => ReportedOn,
        AdjustmentState.Applied => AppliedOn,
        _ => ReviewedOn,
    };

    /// <summary>
    /// Whether it is what an earlier one may have become: the same obligation, and no day taken back or changed. Where its record was refused
    /// and sent again, a later record of the same stream stands in its place; not once the registry has booked it.
    /// </summary>
    public bool Follows(CorrespondingAdjustment before) =>
        Obligation(this) == Obligation(before)
        && (Record == before.Record || (before.ReceiptedOn is null && IsLater(Record, before.Record)))
        && Keeps(before.ReceiptedOn, ReceiptedOn) && Keeps(before.ReportedOn, ReportedOn)
        && Keeps(before.AppliedOn, AppliedOn) && Keeps(before.ReviewedOn, ReviewedOn);

    /// <summary>Takes it to the next state.</summary>
    /// <returns>Errors <c>adjustment-order</c> where it is not the next one, <c>adjustment-day</c> where its day is before that of the state before.</returns>
    public (CorrespondingAdjustment Adjustment, Finding? Error) Advance(AdjustmentState to, DateOnly day)
    {
        if (to != State + 1)
            return (this, new Finding("adjustment-order", "/state",
                $"The adjustment {Id} is {Word(State)}; it can only become {(State == AdjustmentState.Reviewed ? "nothing else, it is final" : Word(State + 1))}.",
                $"相当調整{Id}の現在の状態は「{WordJa(State)}」であり、「{WordJa(to)}」にはできません。"));
        if (day < On(State))
            return (this, new Finding("adjustment-day", "/on",
                $"{day:yyyy-MM-dd} is before {On(State):yyyy-MM-dd}, when the adjustment {Id} became {Word(State)}.",
                $"{day:yyyy-MM-dd}は、相当調整{Id}が「{WordJa(State)}」となった{On(State):yyyy-MM-dd}より前です。"));
        return (to switch
        {
            AdjustmentState.Reported => this with { ReportedOn = day },
            AdjustmentState.Applied => this with { AppliedOn = day },
            _ => this with { ReviewedOn = day },
        }, null);
    }

    private static CorrespondingAdjustment Obligation(CorrespondingAdjustment adjustment) =>
        adjustment with { Record = null, ReceiptedOn = null, ReportedOn = null, AppliedOn = null, ReviewedOn = null };

    private static bool IsLater(string? record, string? before) =>
        RecordId.TryParse(record, out var id) && RecordId.TryParse(before, out var earlier)
        && id.Host == earlier.Host && id.Destination == earlier.Destination && id.Number > earlier.Number;

    private static bool Keeps(DateOnly? before, DateOnly? now) => before is null || before == now;

    private static string Word(AdjustmentState state) => state switch
    {
        AdjustmentState.Obliged => "obliged",
        AdjustmentState.Reported => "reported",
        AdjustmentState.Applied => "applied",
        _ => "reviewed",
    };

    private static string WordJa(AdjustmentState state) => state switch
    {
        AdjustmentState.Obliged => "義務発生",
        AdjustmentState.Reported => "報告済み",
        AdjustmentState.Applied => "適用済み",
        _ => "審査済み",
    };
}
