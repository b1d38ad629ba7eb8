using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;
using JcmHub.Domain.Projects;
using JcmHub.Flows.Intake;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace JcmHub.Functions.Access;

/// <summary>Whose matter a request is, as its address alone tells. An address that names nothing that could exist is nobody's: the function answers it.</summary>
internal readonly record struct Matter(PartyId? Party, ProjectId? Project)
{
    public static Matter Of(Route route, HttpRequest request) => route.Whose switch
    {
        Whose.Report => OfReport(Named(request, "id")),
        Whose.Record => RecordId.TryParse(Named(request, "id"), out var record) ? new(record.Host, null) : default,
        // A decision's id begins with its host: TH-TH014-2021.
        Whose.Decision => Named(request, "id") is { Length: > 2 } id ? OfParty(id[..2]) : default,
        Whose.Party => OfParty(Named(request, "party")),
        Whose.PartyOfQuery => OfParty(request.Query["party"]),
        _ => default,
    };

    private static Matter OfReport(string? id) =>
        id is not null && ReportState.TryHostOf(id, out var host) ? new(host, ProjectId.Parse(id[..5])) : default;

    private static Matter OfParty(string? code) => PartyId.TryParse(code, out var party) ? new(party, null) : default;

    private static string? Named(HttpRequest request, string name) => request.RouteValues[name] as string;
}
