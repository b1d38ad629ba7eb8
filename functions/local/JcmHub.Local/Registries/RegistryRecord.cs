using System.Globalization;
using System.Text.Json;
using JcmHub.Flows.Exchange;

namespace JcmHub.Local.Registries;

/// <summary>A record as it arrives: a CloudEvents 1.0 envelope that says where in which stream it stands (D5, D6).</summary>
/// <param name="Id">host.destination.number</param>
/// <param name="Type">Such as jcm.issuance.v1.</param>
/// <param name="SchemaName">The file name of the schema that its data claims to follow, such as issuance-1.0.json.</param>
/// <param name="HostParty">The host Party; with the destination it names the stream.</param>
/// <param name="Number">Its place in the stream, from 1.</param>
/// <param name="Time">When it was journalled.</param>
/// <param name="Data">What is to be done.</param>
/// <param name="Digest">Its identity: the digest of its canonical bytes.</param>
/// <param name="Canonical">Its canonical bytes (RFC 8785).</param>
internal sealed record RegistryRecord(
    string Id, string Type, string SchemaName, string HostParty, long Number, DateTimeOffset Time, JsonElement Data, string Digest, ReadOnlyMemory<byte> Canonical)
{
    // A property that is missing where the schema let it pass is a fault of ours, not a null to stumble over later.
    private static readonly JsonSerializerOptions s_strict =
        new(JsonSerializerDefaults.Web) { RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true };

    /// <summary>Its data, which the schema has been held against before.</summary>
    public T Read<T>() => Data.Deserialize<T>(s_strict)!;

    /// <summary>Reads an envelope meant for <paramref name="party"/>'s registry.</summary>
    /// <param name="body">The envelope, a clone that outlives its document.</param>
    /// <param name="party">The Party whose registry it arrived at.</param>
    /// <param name="fault">What makes it unreadable, where the result is null.</param>
    public static RegistryRecord? Read(JsonElement body, string party, out string fault)
    {
        if (body.ValueKind != JsonValueKind.Object)
            return Unreadable("The record is not a JSON object.", out fault);
        string? Text(string name) =>
            body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

        if (Text("specversion") != "1.0")
            return Unreadable("specversion is not \"1.0\".", out fault);
        if (Text("id") is not { } id || Text("type") is not { } type || Text("dataschema") is not { } schema || Text("hostparty") is not { } host)
            return Unreadable("One of id, type, dataschema and hostparty is missing.", out fault);
        if (Text("destination") is not { } destination || destination != party)
            return Unreadable($"The record is not meant for the registry of {party}.", out fault);
        if (!long.TryParse(Text("streamnumber"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < 1)
            return Unreadable("streamnumber is not a whole number from 1, written as a string.", out fault);
        if (id != string.Create(CultureInfo.InvariantCulture, $"{host}.{destination}.{number}"))
            return Unreadable("id is not hostparty.destination.streamnumber.", out fault);
        if (!body.TryGetProperty("time", out var written) || written.ValueKind != JsonValueKind.String || !written.TryGetDateTimeOffset(out var time))
            return Unreadable("time is not a moment (RFC 3339).", out fault);
        if (!body.TryGetProperty("data", out var data))
            return Unreadable("data is missing.", out fault);

        try
        {
            fault = "";
            var canonical = CanonicalJson.Canonicalize(body);
            return new RegistryRecord(
                id, type, schema[(schema.LastIndexOf('/') + 1)..], host, number, time, data, CanonicalJson.Digest(canonical), canonical);
        }
        catch (FormatException notCanonical)
        {
            return Unreadable($"The record has no canonical form (RFC 8785): {notCanonical.Message}", out fault);
        }
    }

    private static RegistryRecord? Unreadable(string why, out string fault)
    {
        fault = why;
        return null;
    }
}
