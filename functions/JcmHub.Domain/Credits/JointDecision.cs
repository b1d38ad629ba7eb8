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
    private const int MaximumRows = 86;

    /// <summary>An issuance, the report that it decides, and a record for each side.</summary>
    private const int RowsOfAProject = 4;

    /// <summary>Whether all amounts can be notified in one transaction: a row for each line and some for each project.</summary>
    public static bool FitsOneTransaction(IEnumerable<int> linesOfProjects) => linesOfProjects.Sum(lines => lines + RowsOfAProject) <= MaximumRows;
}
