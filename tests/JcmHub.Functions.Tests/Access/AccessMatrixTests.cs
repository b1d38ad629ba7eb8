using JcmHub.Functions.Access;
using JcmHub.Functions.Tests.Architecture;

namespace JcmHub.Functions.Tests.Access;

/// <summary>Every route with every role and Party against the real host, compared with <c>access-matrix.md</c> beside this file.</summary>
public sealed class AccessMatrixTests(HubHost hub) : IClassFixture<HubHost>
{
    private static readonly string[] File = System.IO.File.ReadAllLines(Repository.File("tests", "JcmHub.Functions.Tests", "Access", "access-matrix.md"));

    private static readonly string[][] Rows =
        [.. File.Where(line => line.StartsWith('|')).Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries))];

    private static string[] Callers => Rows[0][1..];

    private static IEnumerable<string[]> Expected => Rows[2..];

    [Fact]
    public async Task Requests_OfEveryCaller_AreAnsweredAsTheMatrixSays()
    {
        var wrong = new List<string>();
        foreach (var row in Expected)
        {
            string[] actual = [row[0], .. await Task.WhenAll(Callers.Select(async caller => Cell(await hub.SendAsync(row[0], Authorization(caller)))))];
            if (!actual.SequenceEqual(row))
                wrong.Add($"expected | {string.Join(" | ", row)} |{Environment.NewLine}actual   | {string.Join(" | ", actual)} |");
        }

        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong));
    }

    [Fact]
    public async Task Matrix_Requests_ReachEveryRouteOfTheTable()
    {
        var reached = new HashSet<string?>();
        foreach (var row in Expected)
        {
            var caller = Callers.ElementAtOrDefault(Array.IndexOf(row, "yes") - 1);
            if (caller is not null)
                reached.Add((await hub.SendAsync(row[0], Authorization(caller))).Function);
        }

        var missing = AccessTable.Routes.Where(route => !reached.Contains(route.Function)).Select(route => $"| {route.Address} | … |").ToArray();
        Assert.True(missing.Length == 0, $"access-matrix.md needs a row for each of these, with a request that exists and somebody who may:{Environment.NewLine}{string.Join(Environment.NewLine, missing)}");
    }

    [Fact]
    public async Task FunctionOutsideTheTable_AnyCaller_IsRefused()
    {
        foreach (var caller in Callers.Where(caller => caller != "nobody"))
        {
            var answer = await hub.SendAsync(FunctionOutsideTheTable.Request, Authorization(caller));
            Assert.Equal((403, "function-closed"), (answer.Status, answer.Code));
        }

        Assert.Equal((401, "token-missing"), ((await hub.SendAsync(FunctionOutsideTheTable.Request, null)) is var nobody ? (nobody.Status, nobody.Code) : default));
    }

    /// <summary>A column's head is a role, a Party where it has one, and a participant's project.</summary>
    private string? Authorization(string caller) => caller.Split(' ') switch
    {
        ["nobody"] => null,
        [var role, { Length: 5 } project] => $"Bearer {hub.Issuer.Token(role, projects: [project])}",
        [var role, var party] => $"Bearer {hub.Issuer.Token(role, party)}",
        [var role] => $"Bearer {hub.Issuer.Token(role)}",
        _ => throw new InvalidDataException(caller),
    };

    private static string Cell(HubAnswer answer) => (answer.Status, answer.Code) switch
    {
        (204, null) => "yes",
        (401, "token-missing") => "token",
        (403, "role-not-allowed") => "role",
        (403, "wrong-party") => "party",
        (403, "project-not-yours") => "project",
        var (status, code) => $"{status} {code}",
    };
}
