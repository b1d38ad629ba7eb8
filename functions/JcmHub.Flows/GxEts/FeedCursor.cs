using System.Globalization;
using JcmHub.Domain.Parties;

namespace JcmHub.Flows.GxEts;

/// <summary>
/// How far a market operator has read: the number of the last record of each host's stream to GX-ETS. Written <c>PH.1-TH.3</c>;
/// nothing read is the empty text. Hosts come without harm to it.
/// </summary>
internal sealed record FeedCursor(IReadOnlyDictionary<PartyId, long> Read)
{
    public long Of(PartyId host) => Read.GetValueOrDefault(host);

    public FeedCursor With(PartyId host, long number) => new(new Dictionary<PartyId, long>(Read) { [host] = number });

    /// <summary>Reads a cursor as <see cref="ToString"/> writes it; null where the text is none.</summary>
    public static FeedCursor? TryParse(string? text)
    {
        var read = new Dictionary<PartyId, long>();
        foreach (var part in (text ?? string.Empty).Split('-', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.Split('.') is not [var host, var number] || !PartyId.TryParse(host, out var party)
                || !long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var value) || !read.TryAdd(party, value))
                return null;
        }

        var cursor = new FeedCursor(read);
        return cursor.ToString() == (text ?? string.Empty) && !read.ContainsValue(0) ? cursor : null;
    }

    /// <summary>Whether a feed can have given it whose streams end so: it has read what was there to be read, of hosts that are in the feed.</summary>
    public bool IsWithin(IReadOnlyDictionary<PartyId, long> tails) => Read.All(host => host.Value <= tails.GetValueOrDefault(host.Key));

    public override string ToString() => string.Join('-', Read
        .OrderBy(host => host.Key.Code, StringComparer.Ordinal)
        .Select(host => string.Create(CultureInfo.InvariantCulture, $"{host.Key}.{host.Value}")));
}
