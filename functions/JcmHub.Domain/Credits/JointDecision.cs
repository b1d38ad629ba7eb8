using JcmHub.Domain.Parties;

namespace JcmHub.Domain.Credits;

/// <summary>A Joint Committee decision on one or more projects of one host: what both governments approve on the same content hash (D9).</summary>
/// <param name="Id">Its id.</param>
/// <param name="Party">The host.</param>
/// <param name="DecidedOn">The day of the decision.</param>
/// <param name="ContentHash">The SHA-256 over the canonical form of what is approved; simulation dates and comments are outside it.</param>
/// <param name="Projects">What is decided on each project.</param>
public sealed record JointDecision(string Id, PartyId Party, DateOnly DecidedOn, string ContentHash, IReadOnlyList<Decision> Projects)
{
    /// <summary>The rows of one ledger transaction (D4) less what every transaction has: head, command, journal and the decision itself.</summary>
    private const int MostRows = 86;

    /// <summary>Lines whose records go out in one transaction, so that its bytes stay within 3 MB (D4) whatever the names are: a line takes up to 6 KB of them.</summary>
    private const int MostLines = 200;

    /// <summary>Whether all amounts can be notified and sent in one transaction.</summary>
    public static bool FitsOneTransaction(IReadOnlyList<int> linesOfProjects) =>
        linesOfProjects.Sum(lines => RowsOfNotice(lines) + MostRecords(lines)) <= MostRows;

    /// <summary>How many of the projects, at least one, are notified in one transaction: a row for each line, the issuance, and the report that it decides.</summary>
    public static int ProjectsOfANotice(IEnumerable<int> linesOfProjects) => AsManyAsFit(linesOfProjects, RowsOfNotice);

    /// <summary>For how many of the projects, at least one, the registries are asked in one transaction: the issuance and its records.</summary>
    public static int ProjectsOfADispatch(IEnumerable<int> linesOfProjects) => AsManyAsFit(linesOfProjects, lines => 1 + MostRecords(lines));

    private static int RowsOfNotice(int lines) => lines + 2;

    /// <summary>Each registry's lines begin a record of their own.</summary>
    private static int MostRecords(int lines) => (lines / Ledger.Issuance.MostBlocksOfARecord) + 2;

    private static int AsManyAsFit(IEnumerable<int> linesOfProjects, Func<int, int> rowsOf)
    {
        var (projects, rows, lines) = (0, 0, 0);
        foreach (var project in linesOfProjects)
        {
            (rows, lines) = (rows + rowsOf(project), lines + project);
            if (projects > 0 && (rows > MostRows || lines > MostLines))
                break;
            projects++;
        }

        return projects;
    }
}
