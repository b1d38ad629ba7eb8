using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using JcmHub.Domain.Calendar;
using JcmHub.Domain.Parties;
using JcmHub.Domain.Projects;

namespace JcmHub.Domain.Ledger;

/// <summary>
/// How one unit is asked for: by the hub's own number, <c>TH.1009</c>, or as its registry names it, <c>JP-TH014-2021-1009</c> (registry, project,
/// vintage, number). The rendering is ours: no published list of a JCM serial's fields was found (domain reference 2).
/// </summary>
public sealed record UnitSerial(PartyId Host, long Number)
{
    /// <summary>The registry whose number it is; null for the hub's own.</summary>
    public PartyId? Registry { get; init; }

    /// <summary>The project, where a registry's number is given.</summary>
    public ProjectId? Project { get; init; }

    /// <summary>The vintage, where a registry's number is given.</summary>
    public Vintage? Vintage { get; init; }

    /// <summary>Reads either form.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out UnitSerial? serial)
    {
        serial = null;
        if (text?.Split('.') is [var party, var number] && PartyId.TryParse(party, out var host) && IsNumber(number, out var unit))
            serial = new UnitSerial(host, unit);
        else if (text?.Split('-') is [var keeper, var reference, var year, var own]
            && PartyId.TryParse(keeper, out var registry) && ProjectId.TryParse(reference, out var project)
            && IsNumber(year, out var calendarYear) && calendarYear is >= 1990 and <= 2199 && IsNumber(own, out var registryNumber))
            serial = new UnitSerial(PartyId.Parse(project.Party), registryNumber) { Registry = registry, Project = project, Vintage = new Vintage((int)calendarYear) };
        return serial is not null;
    }

    private static bool IsNumber(string text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number > 0;
}
