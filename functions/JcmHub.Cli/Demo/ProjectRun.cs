using System.Globalization;
using System.Text.Json;
using JcmHub.Local.Registries;

namespace JcmHub.Cli.Demo;

/// <summary>
/// One project's way through the hub, each step in the name of the one who takes it. Everything goes through the hub's HTTP
/// routes, and every step may be repeated: a run that was killed is started again and goes on where it was.
/// </summary>
internal sealed class ProjectRun(DemoProject project, string samples, HubClient hub, RegistriesClient registries, ReportWatch watch)
{
    private readonly SampleDecision _decision = SampleDecision.Load(Path.Combine(samples, project.Decision));

    /// <summary>The host Party, where its registry issues.</summary>
    public string? HostWithRegistry => _decision.IssuedOn.Partner is null ? null : _decision.Party;

    /// <summary>Takes the project from its monitoring report to the last receipt.</summary>
    /// <param name="step">Told what is done next.</param>
    /// <param name="cancellation">Gives up; a later run goes on.</param>
    /// <exception cref="DemoException">The hub or a registry refuses, or something does not come.</exception>
    public async Task<ProjectEnd> RunAsync(Action<string> step, CancellationToken cancellation)
    {
        step($"{project.Project}: the participant uploads the monitoring report");
        var report = await UploadAsync(cancellation);
        var found = await watch.LookAsync(report, cancellation);

        step($"{project.Project}: the hub computes the reductions");
        var computed = await watch.UntilAsync(report, "The computation", state => state.Facts.Computed is not null, cancellation);

        step($"{project.Project}: {project.ThirdPartyEntity} verifies");
        await VerifyAsync(report, computed.ContentHash, cancellation);

        step($"{project.Project}: the participant requests issuance, both secretariats check it");
        await RequestIssuanceAsync(report, cancellation);

        step($"{project.Project}: both governments decide");
        await registries.TellDatesAsync(_decision, cancellation);
        await DecideAsync(cancellation);

        if (project.TransferApprovedOn is { } approvedOn)
        {
            step($"{project.Project}: {_decision.Party}'s registry issues");
            await watch.UntilAsync(report, $"The issuance in {_decision.Party}'s registry", state => state.Facts.Issued?.Partner is not null, cancellation);

            step($"{project.Project}: {_decision.Party} approves the international transfer");
            await ApproveTransferAsync(approvedOn, cancellation);
        }

        if (project.AcknowledgedOn is { } acknowledgedOn)
        {
            step($"{project.Project}: {_decision.Party}'s government acknowledges its amount by hand");
            await AcknowledgeAsync(acknowledgedOn, cancellation);
        }

        step($"{project.Project}: the records are delivered and receipted");
        var done = await watch.UntilAsync(report, "The last receipt", IsComplete, cancellation);

        step($"{project.Project}: the registries are asked what they hold");
        return new ProjectEnd(
            project.Project, _decision, project.Verified, done, await HoldingsAsync(cancellation),
            await EligibleAsync(cancellation), WasComplete: IsComplete(found), RecordsBefore: found.Records.Count, await IllustrativeAsync(cancellation));
    }

    private async Task<string> UploadAsync(CancellationToken cancellation)
    {
        var bytes = await File.ReadAllBytesAsync(Path.Combine(samples, project.Report), cancellation);
        var accepted = await hub.PostFileAsync("reports", Actor.Participant, bytes, cancellation);
        return accepted.GetProperty("id").GetString()!;
    }

    private async Task<IReadOnlyList<string>> IllustrativeAsync(CancellationToken cancellation)
    {
        using var report = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(samples, project.Report), cancellation));
        var ofReport = report.RootElement.TryGetProperty("comment", out var comment) ? comment.GetString() : null;
        return
        [
            .. new[] { ofReport, _decision.Comment }.OfType<string>(),
            $"{project.ThirdPartyEntity} and the days of verification, issuance request{(project.AcknowledgedOn is null ? "" : ", acknowledgement")} and completeness check are the demo's own.",
        ];
    }

    private Task<JsonElement> VerifyAsync(string report, string contentHash, CancellationToken cancellation) =>
        hub.PostAsync($"reports/{report}/verification", Actor.ThirdPartyEntity, new
        {
            documentType = "verification-statement",
            schemaVersion = "1.0",
            outcome = "verified",
            thirdPartyEntity = project.ThirdPartyEntity,
            contentHash,
            vintages = project.Verified.Select(vintage => new { year = vintage.Key, tonnes = vintage.Value.ToString(CultureInfo.InvariantCulture) }),
            verifiedOn = project.VerifiedOn,
        }, cancellation);

    private async Task RequestIssuanceAsync(string report, CancellationToken cancellation)
    {
        await hub.PostAsync($"reports/{report}/issuance-request", Actor.Participant,
            new { documentType = "issuance-request", schemaVersion = "1.0", requestedOn = project.IssuanceRequestedOn }, cancellation);
        foreach (var side in (string[])["JP", _decision.Party])
        {
            await hub.PostAsync($"reports/{report}/completeness", Actor.Secretariat(side),
                new { documentType = "completeness-check", schemaVersion = "1.0", outcome = "complete", checkedOn = project.CompleteOn }, cancellation);
        }
    }

    private async Task DecideAsync(CancellationToken cancellation)
    {
        foreach (var side in (string[])["JP", _decision.Party])
            await hub.PostFileAsync("decisions", Actor.Government(side), _decision.Bytes, cancellation);
    }

    private Task<JsonElement> ApproveTransferAsync(string approvedOn, CancellationToken cancellation) =>
        hub.PostAsync($"credits/transfers/{_decision.DecisionId}/approval", Actor.Government(_decision.Party),
            new { documentType = "transfer-approval", schemaVersion = "1.0", approvedOn }, cancellation);

    // Its registry would issue the amount; without one it stays notified, and the government says that it knows of it (D9).
    private Task<JsonElement> AcknowledgeAsync(string acknowledgedOn, CancellationToken cancellation) =>
        hub.PostAsync($"registries/{_decision.Party}/acknowledgements", Actor.Government(_decision.Party), new
        {
            documentType = "notification-acknowledgement",
            schemaVersion = "1.0",
            decision = _decision.DecisionId,
            vintages = _decision.Shares(project.Verified).Select(share => new { year = share.Year, tonnes = share.Partner.ToString(CultureInfo.InvariantCulture) }),
            acknowledgedOn,
        }, cancellation);

    // A side without a date of issuance has no registry to wait for; first transfer obliges an adjustment, which is a record
    // to the host's registry where it has one.
    private bool IsComplete(ReportState state) =>
        state.Facts.FirstTransferred is not null
        && state.Facts.Acknowledged == project.AcknowledgedOn
        && (state.Facts.Issued?.Japan is not null || _decision.IssuedOn.Japan is null)
        && (state.Facts.Issued?.Partner is not null || _decision.IssuedOn.Partner is null)
        && state.Records.Count > 0 && state.Records.All(record => record.State == "receipted")
        && state.Adjustments.Count > 0 && state.Adjustments.All(adjustment => adjustment.ReceiptedOn is not null || _decision.IssuedOn.Partner is null);

    // The feed of what became eligible for GX-ETS, read to its end.
    private async Task<long> EligibleAsync(CancellationToken cancellation)
    {
        var tonnes = 0L;
        for (EligibleFeed? page = null; page is not { HasMore: false };)
        {
            page = await hub.GetAsync<EligibleFeed>($"gx-ets/eligible-credits?after={page?.Next}", Actor.MarketOperator, cancellation);
            tonnes += page.Items.Where(item => item.Data.Project == project.Project)
                .Sum(item => long.Parse(item.EligibleNow ?? "0", CultureInfo.InvariantCulture));
        }

        return tonnes;
    }

    private async Task<IReadOnlyList<RegistryHoldings>> HoldingsAsync(CancellationToken cancellation)
    {
        var holdings = new List<RegistryHoldings>();
        if (_decision.IssuedOn.Japan is not null)
            holdings.Add(await registries.HoldingsAsync("JP", cancellation));
        if (_decision.IssuedOn.Partner is not null)
            holdings.Add(await registries.HoldingsAsync(_decision.Party, cancellation));
        return holdings;
    }
}
