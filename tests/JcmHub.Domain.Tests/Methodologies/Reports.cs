using System.Globalization;
using JcmHub.Domain.Calendar;
using JcmHub.Domain.Methodologies;
using JcmHub.Domain.Projects;
using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Tests.Methodologies;

/// <summary>Builds reports of TH014 under TH_AM001 for tests that vary one thing.</summary>
internal static class Reports
{
    public static readonly MonitoringPeriod Year2021 = new(new(2021, 1, 1), new(2021, 12, 31));

    public static MonitoringReport Of(params Reading[] readings) => Of(Year2021, readings);

    public static MonitoringReport Of(MonitoringPeriod period, params Reading[] readings) =>
        new(ProjectId.Parse("TH014"), [new("TH_AM001", "1.0")], period, readings);

    /// <summary>A reading of EG in MWh; dates like <c>2021-01-01</c>, last day inclusive.</summary>
    public static Reading Eg(string from, string to, decimal value, string point = "PV-1", string unit = "MWh", string? option = "C") => new()
    {
        Methodology = "TH_AM001", Parameter = "EG", Point = point, Span = Days(from, to), Value = value, Unit = UnitOf(unit), Option = option,
    };

    public static Reading EgBetween(string from, string to, decimal value, string point = "PV-1") =>
        Eg("2021-01-01", "2021-01-01", value, point) with { Span = ReadingSpan.OfInstants(Instant(from), Instant(to)) };

    public static ComputationResult Compute(MonitoringReport report) => Computation.Compute(report, Files.Project("TH014"), Files.Methodologies());

    public static ReadingSpan Days(string from, string to) => ReadingSpan.OfDates(Day(from), Day(to));

    public static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static Unit UnitOf(string text) => Unit.TryParse(text, out var unit) ? unit : throw new FormatException(text);

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
