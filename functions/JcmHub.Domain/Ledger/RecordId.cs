using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using JcmHub.Domain.Parties;

namespace JcmHub.Domain.Ledger;

/// <summary>
/// A record's address: the stream (host Party, destination) and its number there, dense from 1 (D5). Written <c>TH.JP.1</c> or <c>PH.GX-ETS.1</c>.
/// </summary>
public readonly record struct RecordId(PartyId Host, Destination Destination, long Number)
{
    /// <summary>Reads <c>TH.JP.1</c>.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out RecordId id)
    {
        id = default;
        if (text?.Split('.') is not [var host, var destination, var number]
            || !PartyId.TryParse(host, out var hostParty)
            || !Destination.TryParse(destination, out var end)
            || !long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            || value < 1 || number[0] == '0')
            return false;
        id = new RecordId(hostParty, end, value);
        return true;
    }

    /// <summary>Reads <c>TH.JP.1</c>.</summary>
    /// <exception cref="FormatException">The text is not a record's address.</exception>
    public static RecordId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException($"\"{text}\" is not a record's address, such as TH.JP.1.");

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Host}.{Destination}.{Number}");
}
