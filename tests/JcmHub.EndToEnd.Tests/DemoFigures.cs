using System.Text.Json.Nodes;

namespace JcmHub.EndToEnd.Tests;

/// <summary>How every demo ends: 2,017 = 1,009 + 1,008 and 750 with 433 are published (env.go.jp press_01692, press_02265); PH901 is invented.</summary>
internal static class DemoFigures
{
    public static void AreIn(JsonObject result)
    {
        Assert.True(result["ok"]!.GetValue<bool>(), result["problems"]?.ToJsonString());
        Assert.Equal(["TH014", "MV002", "PH901"], result["projects"]!.AsArray().Select(project => project!["project"]!.GetValue<string>()));
        AssertProject(result, "TH014", records: 4, vintages: [(2021, 2017, 1009, 1008)], japan: [("JP-GOV", 2021, 1009)], partner: [("TH-GOV", 2021, 1008)], transferredOut: 1009);
        AssertProject(result, "MV002", records: 1, vintages: [(2021, 68, 39, 29), (2022, 682, 394, 288)],
            japan: [("JP-GOV", 2021, 39), ("JP-GOV", 2022, 394)], partner: [], transferredOut: 0);
        AssertProject(result, "PH901", records: 5, vintages: [(2025, 137733, 82639 + 13773, 41321)],
            japan: [("JP-ENT-0001", 2025, 82639), ("JP-GOV", 2025, 13773)], partner: [("PH-GOV", 2025, 41321)], transferredOut: 96412);
        Assert.Equal([0, 0, 82639], result["projects"]!.AsArray().Select(project => project!["eligible"]!.GetValue<long>()));
    }

    private static void AssertProject(
        JsonObject result, string name, int records, (int Year, long Tonnes, long Japan, long Partner)[] vintages,
        (string Account, int Vintage, long Tonnes)[] japan, (string Account, int Vintage, long Tonnes)[] partner, long transferredOut)
    {
        var project = result["projects"]!.AsArray().Single(each => each!["project"]!.GetValue<string>() == name)!;
        Assert.Equal(vintages, project["vintages"]!.AsArray().Select(vintage =>
            (vintage!["year"]!.GetValue<int>(), vintage["tonnes"]!.GetValue<long>(), vintage["japan"]!.GetValue<long>(), vintage["partner"]!.GetValue<long>())));
        Assert.Equal(japan, Holdings(project["blocks"]!["japan"]!));
        Assert.Equal(partner, Holdings(project["blocks"]!["partner"]!));
        Assert.Equal(transferredOut, Holdings(project["blocks"]!["transferredOut"]!).Sum(held => held.Tonnes));
        // What Japan's side received is what the host adds back, vintage by vintage.
        Assert.Equal(vintages.Select(vintage => (name[..2], vintage.Year, vintage.Japan)), project["adjustments"]!.AsArray().Select(adjustment =>
            (adjustment!["party"]!.GetValue<string>(), adjustment["vintage"]!.GetValue<int>(), adjustment["tonnes"]!.GetValue<long>())));
        Assert.Equal((records, 0), (project["receipts"]!["verified"]!.GetValue<int>(), project["receipts"]!["missing"]!.GetValue<int>()));
        Assert.NotEmpty(project["assumed"]!.AsArray());
    }

    private static (string Account, int Vintage, long Tonnes)[] Holdings(JsonNode blocks) =>
    [
        .. blocks.AsArray()
            .GroupBy(block => (Account: block!["account"]!.GetValue<string>(), Vintage: block["vintage"]!.GetValue<int>()))
            .Select(held => (held.Key.Account, held.Key.Vintage, held.Sum(block => block!["tonnes"]!.GetValue<long>())))
            .Order(),
    ];
}
