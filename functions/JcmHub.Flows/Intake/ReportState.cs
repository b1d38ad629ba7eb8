using System.Diagnostics.CodeAnalysis;
using System.Text;
using JcmHub.Domain.Calendar;
using JcmHub.Domain.Credits;
using JcmHub.Domain.Methodologies;
using JcmHub.Domain.Parties;
using JcmHub.Domain.Projects;

namespace JcmHub.Flows.Intake;

/// <summary>
/// What is known of a monitoring report until its decision, as facts with dates (D9): submitted, computed, verified or returned and
/// answered, issuance requested, completeness checked by each side, withdrawn, replaced. What follows is in the ledger.
/// </summary>
public sealed record ReportState
{
    /// <summary>Project and 16 hex digits, for nearly all the first of the content hash: <c>TH014-3f2a…</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The project.</summary>
    public required ProjectId Project { get; init; }

    /// <summary>The monitoring period.</summary>
    public required MonitoringPeriod Period { get; init; }

    /// <summary>The hash of the bytes that arrived.</summary>
    public required string ContentHash { get; init; }

    /// <summary>The blob of the bytes that arrived.</summary>
    public required string Blob { get; init; }

    /// <summary>Who submitted it: a verifier is never the submitter.</summary>
    public required string SubmittedBy { get; init; }

    /// <summary>When it was stored.</summary>
    public required DateTimeOffset SubmittedAt { get; init; }

    /// <summary>What the methodologies gave; absent until then.</summary>
    public ComputedResult? Result { get; init; }

    /// <summary>What the third-party entity stated, in order: verified, or returned with findings, each with the participants' answer.</summary>
    public IReadOnlyList<Verification> Statements { get; init; } = [];

    /// <summary>The participants' issuance requests, in order; a request that was withdrawn may be followed by another.</summary>
    public IReadOnlyList<IssuanceRequest> IssuanceRequests { get; init; } = [];

    /// <summary>When and why the participants withdrew the report.</summary>
    public WithdrawalNotice? Withdrawn { get; init; }

    /// <summary>The returned or withdrawn report whose place this one takes.</summary>
    public string? Replaces { get; init; }

    /// <summary>The report that took this one's place.</summary>
    public string? ReplacedBy { get; init; }

    /// <summary>Documents attached, by content hash.</summary>
    public IReadOnlyList<AttachedDocument> Documents { get; init; } = [];

    /// <summary>The third-party entity's last word; absent until there is one.</summary>
    public Verification? Verification => Statements.Count == 0 ? null : Statements[^1];

    /// <summary>The request that stands; absent before it and once it is withdrawn.</summary>
    public IssuanceRequest? StandingRequest => IssuanceRequests.Count > 0 && IssuanceRequests[^1].Withdrawn is null ? IssuanceRequests[^1] : null;

    /// <summary>The day of the participants' issuance request.</summary>
    public DateOnly? IssuanceRequestedOn => StandingRequest?.On;

    /// <summary>The day of each side's completeness check.</summary>
    public IReadOnlyDictionary<Side, DateOnly> CompletenessCheckedOn => StandingRequest?.CompletenessCheckedOn ?? new Dictionary<Side, DateOnly>();

    /// <summary>The host Party, in whose partition all of it is stored.</summary>
    public PartyId Host => PartyId.Parse(Project.Party);

    /// <summary>The host Party of a report, by its id.</summary>
    public static bool TryHostOf([NotNullWhen(true)] string? reportId, out PartyId host)
    {
        host = default;
        return reportId is { Length: 22 } && reportId[5] == '-' && !reportId.AsSpan(6).ContainsAnyExcept("0123456789abcdef")
            && ProjectId.TryParse(reportId[..5], out var project) && PartyId.TryParse(project.Party, out host);
    }

    /// <summary>The id of a report.</summary>
    /// <param name="project">Its project.</param>
    /// <param name="contentHash">The hash of its bytes.</param>
    /// <param name="before">How many reports with these bytes there were before, each withdrawn: those have the other ids.</param>
    public static string IdOf(ProjectId project, string contentHash, int before = 0) =>
        $"{project}-{(before == 0 ? contentHash : Flows.ContentHash.Of(Encoding.ASCII.GetBytes($"{contentHash} {before}")))["sha-256:".Length..][..16]}";
}

/// <summary>The result of a computation.</summary>
/// <param name="ComputedAt">When.</param>
/// <param name="Vintages">Whole tonnes per calendar year.</param>
/// <param name="Methodologies">Under which files, by content hash.</param>
/// <param name="Errors">Why there is no result, if there is none.</param>
/// <param name="Warnings">What the verifier should look at.</param>
/// <param name="TraceBlob">The calculation trace.</param>
public sealed record ComputedResult(
    DateTimeOffset ComputedAt, IReadOnlyList<VintageTonnes> Vintages, IReadOnlyList<MethodologyPin> Methodologies,
    IReadOnlyList<Finding> Errors, IReadOnlyList<Finding> Warnings, string TraceBlob);

/// <summary>The exact methodology file that a result rests on.</summary>
public sealed record MethodologyPin(string Id, string Version, string ContentHash, string Status);
