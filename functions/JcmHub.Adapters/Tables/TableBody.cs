using System.Globalization;
using Azure.Data.Tables;
using JcmHub.Flows.Issuance;

namespace JcmHub.Adapters.Tables;

/// <summary>
/// A row's body in an entity. A binary property of Azure Tables holds 64 KiB, so a longer body lies in several: b0, b1, …
/// </summary>
internal static class TableBody
{
    private const int ChunkBytes = 60 * 1024;

    public static TableEntity Write(string partition, string key, ReadOnlyMemory<byte> body)
    {
        if (body.Length > ILedgerRows.MaximumRowBytes)
            throw new InvalidOperationException($"The row {key} of {partition} has {body.Length} bytes; a row holds {ILedgerRows.MaximumRowBytes}.");
        var entity = new TableEntity(partition, key);
        for (var i = 0; i == 0 || i * ChunkBytes < body.Length; i++)
            entity[Chunk(i)] = body[(i * ChunkBytes)..Math.Min(body.Length, (i + 1) * ChunkBytes)].ToArray();
        return entity;
    }

    public static ReadOnlyMemory<byte> Read(TableEntity entity)
    {
        var first = entity.GetBinary(Chunk(0));
        if (!entity.ContainsKey(Chunk(1)))
            return first;
        using var body = new MemoryStream();
        for (var i = 0; entity.GetBinary(Chunk(i)) is { } chunk; i++)
            body.Write(chunk);
        return body.ToArray();
    }

    private static string Chunk(int number) => "b" + number.ToString(CultureInfo.InvariantCulture);
}
