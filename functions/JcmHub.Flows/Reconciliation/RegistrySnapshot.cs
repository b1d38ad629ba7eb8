using System.Globalization;
using System.Text.Json;
using JcmHub.Domain.Calendar;
using JcmHub.Domain.Comparison;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Methodologies;
using JcmHub.Domain.Parties;
using JcmHub.Domain.Projects;

namespace JcmHub.Flows.Reconciliation;

/// <summary>What a registry says it holds at an instant, and how far it had applied each stream then.</summary>
/// <param name="Registry">The registry, or the market.</param>
/// <param name="AsOf">The instant.</param>
/// <param name="Applied">The number of the last record that it had applied of each host's stream.</param>
/// <param name="Ranges">What it holds, in order of its own numbers.</param>
internal sealed record RegistrySnapshot(
    Destination Registry, DateTimeOffset AsOf, IReadOnlyDictionary<PartyId, long> Applied, IReadOnlyList<HeldRange> Ranges)
{
    /// <summary>The schema tells no more errors than this; there may be others.</summary>
    private const int MostErrors = 100;

    /// <summary>The most tonnes that all blocks together may be, as a decimal string holds them: more cannot be added up.</summary>
    private const long MostTonnes = 999_999_999_999_999_999;

    private const string Blocks = "/blocks/";

    /// <summary>The adjustments that it booked; null where it does not tell: then none are compared.</summary>
    public IReadOnlyList<BookedAdjustment>? Adjustments { get; init; }

    /// <summary>
    /// Blocks that are none, each with its place: <c>snapshot-block-unreadable</c>, <c>snapshot-block-size</c>, <c>snapshot-too-many-tonnes</c>, and
    /// adjustments that are there twice: <c>snapshot-adjustment-twice</c>. They differ from whatever the hub has, and the others are compared all the same.
    /// </summary>
    public IReadOnlyList<Finding> Unreadable { get; init; } = [];

    /// <summary>Reads a snapshot of a registry.</summary>
    /// <returns>
    /// The snapshot, without its unreadable blocks. Errors where there is none: the schema's codes, <c>snapshot-registry</c> where it is
    /// another one's, <c>snapshot-stream-twice</c>.
    /// </returns>
    public static (RegistrySnapshot? Snapshot, IReadOnlyList<Finding> Errors) Parse(Destination registry, ReadOnlyMemory<byte> document, DocumentSchemas schemas)
    {
        var errors = schemas.Check(DocumentSchemas.RegistrySnapshot, document);
        if (errors.Count >= MostErrors || errors.Any(error => BlockOf(error) is null))
            return (null, errors);
        var unreadable = errors.Select(error => new Finding("snapshot-block-unreadable", error.Pointer, error.Detail, error.DetailJa)).ToList();
        var skipped = errors.Select(error => BlockOf(error)).ToHashSet();
        using var json = JsonDocument.Parse(document);
        var root = json.RootElement;
        if (root.Text("registry") != registry.Code)
            return (null, [new Finding("snapshot-registry", "/registry", $"The snapshot is of {root.Text("registry")}, not of {registry}.", $"{registry}のスナップショットではありません。")]);

        var applied = new Dictionary<PartyId, long>();
        foreach (var (i, stream) in root.Items("streams").Index())
        {
            if (!applied.TryAdd(PartyId.Parse(stream.Text("hostParty")), stream.Number("lastApplied")))
                return (null, [new Finding("snapshot-stream-twice", $"/streams/{i}", $"The stream of {stream.Text("hostParty")} is named twice.", $"{stream.Text("hostParty")}の系列が重複しています。")]);
        }

        var ranges = new List<HeldRange>();
        var left = MostTonnes;
        foreach (var (i, block) in root.Items("blocks").Index())
        {
            if (skipped.Contains(i))
                continue;
            var (first, last, tonnes) = (block.Number("first"), block.Number("last"), block.Number("tonnes"));
            if (last < first || tonnes != last - first + 1)
                unreadable.Add(new Finding("snapshot-block-size", $"{Blocks}{i}", "First and last number and tonnes do not fit together.", "番号の範囲と量が一致しません。"));
            else if (tonnes > left)
                unreadable.Add(new Finding("snapshot-too-many-tonnes", $"{Blocks}{i}", $"With this block there are more than {MostTonnes} t.", $"このブロックまでの合計が{MostTonnes}トンを超えています。"));
            else
            {
                left -= tonnes;
                ranges.Add(new HeldRange(
                    new SerialRange(first, last),
                    new HoldingCell(block.Text("account"), ProjectId.Parse(block.Text("project")), new Vintage((int)block.Integer("vintage"))) { Type = block.Word<AccountType>("accountType") }));
            }
        }

        ranges.Sort(static (one, other) => one.Serials.First.CompareTo(other.Serials.First));
        return (new RegistrySnapshot(registry, root.GetProperty("asOf").GetDateTimeOffset(), applied, ranges)
        {
            Adjustments = root.TryGetProperty("adjustments", out _) ? Booked(root, unreadable) : null,
            Unreadable = unreadable,
        }, []);
    }

    private static BookedAdjustment[] Booked(JsonElement root, List<Finding> unreadable)
    {
        var booked = new Dictionary<string, BookedAdjustment>(StringComparer.Ordinal);
        foreach (var (i, adjustment) in root.Items("adjustments").Index())
        {
            var id = adjustment.Text("adjustment");
            if (!booked.TryAdd(id, new BookedAdjustment(id, ProjectId.Parse(adjustment.Text("project")), new Vintage((int)adjustment.Integer("vintage")),
                adjustment.Number("tonnes"), adjustment.Day("appliedOn"))))
                unreadable.Add(new Finding("snapshot-adjustment-twice", $"/adjustments/{i}", $"The adjustment {id} is named twice.", $"相当調整{id}が重複しています。"));
        }

        return [.. booked.Values];
    }

    /// <summary>Which block an error of the schema is about; null where it is about something else, or what came is no JSON.</summary>
    private static int? BlockOf(Finding error) =>
        error.Code.StartsWith("schema-", StringComparison.Ordinal) && error.Pointer.StartsWith(Blocks, StringComparison.Ordinal)
        && int.TryParse(error.Pointer[Blocks.Length..].Split('/')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var block)
            ? block
            : null;
}
