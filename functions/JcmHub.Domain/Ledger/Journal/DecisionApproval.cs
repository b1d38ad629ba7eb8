using System.Globalization;
using JcmHub.Domain.Credits;

namespace JcmHub.Domain.Ledger.Journal;

/// <summary>A government's approval of a decision, as the journal remembers it.</summary>
/// <param name="Decision">The decision's id.</param>
/// <param name="Content">The hash of the content that it approved.</param>
/// <param name="Side">For which side.</param>
public sealed record DecisionApproval(string Decision, string Content, Side Side)
{
    /// <summary>How the command of an approval begins.</summary>
    public const string CommandPrefix = "approve-";

    /// <summary>The command that stores an approval. One may be given, voided and given again; the entry's number tells one from the other.</summary>
    public string Command(long entry) => string.Create(CultureInfo.InvariantCulture, $"{CommandPrefix}{Decision}-{Side}-{entry}");

    /// <summary>
    /// The approval that an entry tells by its command and its input's hash alone, as entries before December 2026 do: they have no member for it.
    /// </summary>
    /// <returns>Null where the command is another.</returns>
    public static DecisionApproval? Of(string command, string inputHash)
    {
        var parts = command.Split('-');
        return parts.Length >= 4 && command.StartsWith(CommandPrefix, StringComparison.Ordinal) && parts[^2] is nameof(Side.Japan) or nameof(Side.Partner)
            ? new DecisionApproval(string.Join('-', parts[1..^2]), inputHash, Enum.Parse<Side>(parts[^2]))
            : null;
    }
}
