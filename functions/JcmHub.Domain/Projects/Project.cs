using JcmHub.Domain.Calendar;
using JcmHub.Domain.Methodologies;
using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Projects;

/// <summary>A registered project as <c>schemas/projects</c> states it.</summary>
public sealed record Project
{
    public required ProjectId Id { get; init; }

    /// <summary>The partner country, ISO 3166-1 alpha-2.</summary>
    public required string Party { get; init; }

    public required string Title { get; init; }

    /// <summary>The days that its meters count in.</summary>
    public required LocalDays LocalDays { get; init; }

    /// <summary>No reduction before this day can be credited; one before registration can (MN006, MV002).</summary>
    public required DateOnly OperationStart { get; init; }

    public required DateOnly? RegisteredOn { get; init; }

    /// <summary>Such as <c>registered</c> or <c>withdrawn</c>.</summary>
    public required string Status { get; init; }

    /// <summary><c>subsidised</c> or <c>private</c>.</summary>
    public required string Track { get; init; }

    /// <summary>Whether Japan's government paid a part of it, and may therefore ask for at least half of its credits.</summary>
    public bool IsSubsidised => Track == "subsidised";

    /// <summary>Whether the project is invented for demonstration.</summary>
    public required bool Illustrative { get; init; }

    /// <summary>The methodology versions pinned at registration.</summary>
    public required IReadOnlyList<MethodologyReference> Methodologies { get; init; }

    public required IReadOnlyList<Participant> Participants { get; init; }

    /// <summary>Installed capacity, where the project has one.</summary>
    public required Quantity? Capacity { get; init; }

    /// <summary>The days in which reductions can be credited; null where the file does not fix them.</summary>
    public required MonitoringPeriod? CreditingPeriod { get; init; }

    /// <summary>The percentages fixed at registration under the new rules; null where the file holds none.</summary>
    public IReadOnlyList<FixedShare>? FixedShares { get; init; }

    /// <summary>The third-party entity that validated the project, and when; null where the file does not say.</summary>
    public (string Entity, DateOnly On)? ValidatedBy { get; init; }

    /// <summary>The reference under which this project was filed before (TH015 was TH010): one project, not two.</summary>
    public ProjectId? RefiledFrom { get; init; }

    /// <summary>The reference under which this project was filed again.</summary>
    public ProjectId? RefiledAs { get; init; }

    /// <summary>Values fixed for this project at validation, and its history before monitoring began.</summary>
    public required IReadOnlyList<ProjectParameter> Parameters { get; init; }

    /// <summary>Which case applies to it where a methodology distinguishes several.</summary>
    public required IReadOnlyList<ProjectCase> Cases { get; init; }

    /// <summary>Reads a project file. Whatever the bytes are, the answer is a value.</summary>
    public static ProjectLoad Load(ReadOnlySpan<byte> utf8) => ProjectFile.Load(utf8);

    /// <summary>Reads a project file that is known to be good, such as one that is shipped.</summary>
    /// <exception cref="FormatException">It is not; the message names every error.</exception>
    public static Project Parse(ReadOnlySpan<byte> utf8)
    {
        var load = Load(utf8);
        return load.Project ?? throw new FormatException(string.Join("; ", load.Errors));
    }
}
