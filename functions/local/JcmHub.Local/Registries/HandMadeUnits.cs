using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using JcmHub.Domain.Projects;

namespace JcmHub.Local.Registries;

/// <summary>
/// Units that somebody drops into a registry's ledger by hand, as told by <c>POST /simulation/registries/{party}/units</c>: no record
/// of the hub's made them. <c>DELETE</c> takes them all away again. What a snapshot can say is taken, however wrong it is, an account
/// that nobody keeps or a year before the mechanism: that is for the hub's reconciliation to name.
/// </summary>
public sealed partial record HandMadeUnits(string Account, string AccountType, string Project, int Vintage, long Tonnes)
{
    /// <summary>So that the registry's numbers stay within the 18 digits of a snapshot.</summary>
    private const long MostTonnes = 1_000_000_000_000;

    private static readonly string[] s_accountTypes =
        [.. Enum.GetNames<JcmHub.Domain.Ledger.AccountType>().Select(JsonNamingPolicy.KebabCaseLower.ConvertName)];

    /// <summary>Why these are no units at all; null where they are.</summary>
    internal string? Fault() => this switch
    {
        { Tonnes: < 1 or > MostTonnes } => string.Create(CultureInfo.InvariantCulture, $"tonnes: {Tonnes} is not a number from 1 to {MostTonnes}."),
        { Vintage: < 1990 or > 2199 } => string.Create(CultureInfo.InvariantCulture, $"vintage: {Vintage} is not a year from 1990 to 2199."),
        _ when !ProjectId.TryParse(Project, out _) => $"project: \"{Project}\" is not two capital letters and three digits.",
        _ when !s_accountTypes.Contains(AccountType) => $"accountType: \"{AccountType}\" is none of {string.Join(", ", s_accountTypes)}.",
        _ when !AccountNumber().IsMatch(Account) => $"account: \"{Account}\" is not an account's number, such as JP-GOV.",
        _ => null,
    };

    [GeneratedRegex("^[A-Z0-9][A-Z0-9-]{1,39}\\z")]
    private static partial Regex AccountNumber();
}
