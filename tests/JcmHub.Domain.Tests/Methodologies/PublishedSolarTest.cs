using System.Text.Json;
using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Tests.Methodologies;

public sealed class PublishedSolarTest
{
    public static TheoryData<string> Projects()
    {
        var data = new TheoryData<string>();
        foreach (var project in All()) data.Add(project.GetProperty("project").GetString()!);
        return data;
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Division_PublishedTonnesByFactor_GivesThePrintedMegawattHoursAndCapacityFactor(string name)
    {
        var project = All().Single(p => p.GetProperty("project").GetString() == name);
        var energy = Number(project, "tonnes") / Number(project, "factor");
        if (project.GetProperty("megawattHours").GetString() is { } megawattHours)
            Assert.Equal(megawattHours, energy.ToString(megawattHours.Contains('.', StringComparison.Ordinal) ? 1 : 0));
        if (project.GetProperty("capacityFactor").GetString() is { } capacityFactor)
            Assert.Equal(capacityFactor, (energy / (Number(project, "megawatts") * (project.GetProperty("months").GetInt32() * 730)) * 100).ToString(1));
    }

    private static Rational Number(JsonElement project, string name) =>
        Rational.TryParse(project.GetProperty(name).GetString()!, out var value) ? value : throw new FormatException(name);

    private static JsonElement.ArrayEnumerator All() => JsonDocument.Parse(Files.Data("published-solar.json")).RootElement.GetProperty("projects").EnumerateArray();
}
