using System.Globalization;
using System.Text.Json;

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

    /// <summary>The tonnes that the decision gives each side, per vintage.</summary>
    public IReadOnlyList<VintageShares> Shares()
    {
        if (Allocation.Kind != "whole-tonnes")
            throw new NotSupportedException($"The decision {DecisionId} allocates by {Allocation.Kind}; the demo reads whole tonnes.");
        return
        [
            .. Allocation.Recipients
                .SelectMany(recipient => recipient.Tonnes.Select(share => (Year: int.Parse(share.Key, CultureInfo.InvariantCulture), recipient.Side, Tonnes: share.Value)))
                .GroupBy(share => share.Year)
                .OrderBy(year => year.Key)
                .Select(year => new VintageShares(
                    year.Key,
                    year.Where(share => share.Side == "japan").Sum(share => share.Tonnes),
                    year.Where(share => share.Side == "partner").Sum(share => share.Tonnes))),
        ];
    }

    /// <summary>How the tonnes are shared out.</summary>
    internal sealed record AllocationPart(string Kind, IReadOnlyList<Recipient> Recipients);

    /// <summary>Who receives, and how much of which vintage.</summary>
    internal sealed record Recipient(string Side, IReadOnlyDictionary<string, long> Tonnes);

    /// <summary>What the host authorises for use.</summary>
    internal sealed record AuthorizationPart(long Quantity);

    /// <summary>Dates of issuance by side, yyyy-MM-dd.</summary>
    internal sealed record IssuanceDates(string? Japan, string? Partner);
}
