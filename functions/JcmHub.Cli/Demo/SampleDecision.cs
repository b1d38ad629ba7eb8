using System.Globalization;
using System.Text.Json;
using JcmHub.Domain.Credits;

namespace JcmHub.Cli.Demo;

/// <summary>A decision of the samples: what both governments send, and with it what the demo must end with.</summary>
internal sealed record SampleDecision
{
    public required string DecisionId { get; init; }

    /// <summary>The host Party.</summary>
    public required string Party { get; init; }

    public required AllocationPart Allocation { get; init; }

    public required AuthorizationPart Authorization { get; init; }

    /// <summary>When each side's registry acts, which the simulators are told; a side without a date has no registry to act.</summary>
    public required IssuanceDates IssuedOn { get; init; }

    /// <summary>What in it is published and what illustrative.</summary>
    public string? Comment { get; init; }

    /// <summary>The file as it is, to be sent as it is.</summary>
    public ReadOnlyMemory<byte> Bytes { get; private init; }

    public static SampleDecision Load(string file)
    {
        var bytes = File.ReadAllBytes(file);
        return JsonSerializer.Deserialize<SampleDecision>(bytes, JsonSerializerOptions.Web)! with { Bytes = bytes };
    }

    /// <summary>The tonnes that the decision gives each side of what was verified, per vintage.</summary>
    /// <param name="verified">Whole tonnes by calendar year; only an allocation by fractions asks for them.</param>
    public IReadOnlyList<VintageShares> Shares(IReadOnlyDictionary<int, long> verified) =>
    [
        .. verified.OrderBy(vintage => vintage.Key).Select(vintage =>
        {
            var japan = Allocation.Recipients.Where(recipient => recipient.Side == "japan").Sum(recipient => Tonnes(recipient, vintage));
            var partner = Allocation.Recipients.Where(recipient => recipient.Side == "partner").Sum(recipient => Tonnes(recipient, vintage));
            return new VintageShares(vintage.Key, japan, partner);
        }),
    ];

    /// <summary>The tonnes that the decision gives companies of Japan's side.</summary>
    /// <param name="verified">Whole tonnes by calendar year.</param>
    public long EntityTonnes(IReadOnlyDictionary<int, long> verified) => Allocation.Recipients
        .Where(recipient => recipient is { Side: "japan", Kind: "entity" })
        .Sum(recipient => verified.Sum(vintage => Tonnes(recipient, vintage)));

    // Fractions are rounded down, and the residual recipient takes what that leaves (domain reference 4.4).
    private long Tonnes(Recipient recipient, KeyValuePair<int, long> vintage) =>
        recipient.Fraction is null ? recipient.Tonnes!.GetValueOrDefault(vintage.Key.ToString(CultureInfo.InvariantCulture))
        : recipient.Residual ? vintage.Value - Allocation.Recipients.Where(other => other != recipient).Sum(other => Tonnes(other, vintage))
        : Fraction.Parse(recipient.Fraction).FloorOf(vintage.Value);

    /// <summary>How the tonnes are shared out.</summary>
    internal sealed record AllocationPart(IReadOnlyList<Recipient> Recipients);

    /// <summary>Who receives, and how much: whole tonnes of each vintage, or a fraction of all.</summary>
    internal sealed record Recipient(
        string Side, string Kind, IReadOnlyDictionary<string, long>? Tonnes = null, string? Fraction = null, bool Residual = false);

    /// <summary>What the host authorises for use.</summary>
    internal sealed record AuthorizationPart(long Quantity);

    /// <summary>Dates of issuance by side, yyyy-MM-dd.</summary>
    internal sealed record IssuanceDates(string? Japan, string? Partner);
}
