using System.Globalization;
using System.Text.RegularExpressions;
using JcmHub.Domain.Calendar;

namespace JcmHub.Domain.Ledger;

/// <summary>
/// Unique identifiers of consecutive ITMOs (6/CMA.4 annex I, para 5), kept in parts. The newest common nomenclature has first and last number
/// as plain integers with the other parts in columns of their own; a single one is also written <c>CA0004-THA01-THA-1-2021</c>.
/// </summary>
/// <param name="CooperativeApproach">Such as <c>CA0004</c>.</param>
/// <param name="Registry">The registry: the Party's three letters and two digits, such as <c>THA01</c>; null where it is not known.</param>
/// <param name="OriginatingParty">ISO 3166-1 alpha-3.</param>
/// <param name="Numbers">The first and the last number.</param>
/// <param name="Vintage">The year in which the mitigation occurred.</param>
public sealed partial record ItmoIdentifiers(string CooperativeApproach, string? Registry, string OriginatingParty, SerialRange Numbers, Vintage Vintage)
{
    /// <summary>
    /// The identifiers of a block's units. The hub's unit number stands for the sequence number: it is dense per host, names one tonne whatever
    /// registry holds it, and its parts inherit it when the block is split.
    /// </summary>
    /// <param name="block">Units under an authorisation, first transferred.</param>
    /// <param name="cooperativeApproach">That of the authorisation.</param>
    /// <param name="registry">The host's registry in the words of the nomenclature; null where it is not known.</param>
    /// <param name="hostIso3">The host's three letters.</param>
    /// <returns>Null where the units are no ITMOs: not authorised, or not first transferred.</returns>
    public static ItmoIdentifiers? Of(UnitBlock block, string cooperativeApproach, string? registry, string hostIso3) =>
        block is { Authorization: not null, FirstTransferredOn: not null }
            ? new ItmoIdentifiers(cooperativeApproach, registry, hostIso3, block.Units, block.Vintage)
            : null;

    /// <summary>The identifier of the first unit as one text; null where a part is not known.</summary>
    public string? First => Text(Numbers.First);

    /// <summary>The identifier of the last unit as one text; null where a part is not known.</summary>
    public string? Last => Text(Numbers.Last);

    /// <summary>Reads the text of one identifier; numbers may have commas for thousands, as the checker of the Agreed Electronic Format allows.</summary>
    public static bool TryParse(string? text, out ItmoIdentifiers? identifier)
    {
        identifier = null;
        if (text is null || Form().Match(text) is not { Success: true } match
            || !long.TryParse(match.Groups["number"].Value.Replace(",", "", StringComparison.Ordinal), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || !int.TryParse(match.Groups["vintage"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var year) || year is < 1990 or > 2199)
            return false;
        identifier = new ItmoIdentifiers(
            match.Groups["approach"].Value, match.Groups["registry"].Value, match.Groups["party"].Value, new SerialRange(number, number), new Vintage(year));
        return true;
    }

    private string? Text(long number) => Registry is null ? null : string.Create(CultureInfo.InvariantCulture, $"{CooperativeApproach}-{Registry}-{OriginatingParty}-{number}-{Vintage.Year}");

    [GeneratedRegex(@"\A(?<approach>CA[0-9]{4})-(?<registry>[A-Z]{3}[0-9]{2})-(?<party>[A-Z]{3})-(?<number>[1-9][0-9]{0,2}(?:[0-9]*|(?:,[0-9]{3})*))-(?<vintage>[0-9]{4})\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
