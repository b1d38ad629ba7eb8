using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using JcmHub.Domain.Calendar;
using JcmHub.Domain.Credits;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Ledger.Journal;
using JcmHub.Domain.Parties;
using JcmHub.Domain.Projects;
using JcmHub.Domain.Quantities;

namespace JcmHub.Flows.Issuance;

/// <summary>How the hub's own state is written as JSON: quantities and serials as decimal strings (D6), names in camel case.</summary>
public static class LedgerJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        IgnoreReadOnlyProperties = true,
        AllowDuplicateProperties = false,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters =
        {
            new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower),
            new TextConverter<PartyId>(PartyId.Parse, party => party.Code),
            new TextConverter<ProjectId>(ProjectId.Parse, project => project.ToString()),
            new TextConverter<BlockKey>(BlockKey.Parse, key => key.ToString()),
            new TextConverter<Destination>(Destination.Parse, destination => destination.Code),
            new TextConverter<RecordId>(RecordId.Parse, id => id.ToString()),
            new TextConverter<Fraction>(Fraction.Parse, fraction => fraction.ToString()),
            new TextConverter<Rational>(ParseRational, number => $"{number.Numerator}/{number.Denominator}"),
            new TextConverter<WholeTonnes>(text => new WholeTonnes(Number(text)), tonnes => Text(tonnes.Value)),
            new TextConverter<Vintage>(text => new Vintage((int)Number(text)), vintage => Text(vintage.Year)),
            new TextConverter<MonitoringPeriod>(ParsePeriod, period => period.ToString()),
            new TextConverter<SerialRange>(ParseRange, range => range.ToString()),
        },
    };

    /// <summary>The JSON of a value.</summary>
    public static byte[] Write<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, Options);

    /// <summary>The value of what <see cref="Write{T}"/> wrote.</summary>
    /// <exception cref="JsonException">The bytes are something else.</exception>
    public static T Read<T>(ReadOnlyMemory<byte> json) =>
        JsonSerializer.Deserialize<T>(json.Span, Options) ?? throw new JsonException($"A stored {typeof(T).Name} is null.");

    /// <summary>The value at which a reader stands.</summary>
    /// <exception cref="JsonException">The JSON is something else.</exception>
    internal static T Read<T>(ref Utf8JsonReader reader) =>
        JsonSerializer.Deserialize<T>(ref reader, Options) ?? throw new JsonException($"A {typeof(T).Name} is null.");

    private static SerialRange ParseRange(string text)
    {
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        return new SerialRange(Number(text[..dash]), Number(text[(dash + 1)..]));
    }

    private static Rational ParseRational(string text) =>
        Rational.TryParse(text, out var number) ? number : throw new JsonException($"\"{text}\" is no fraction.");

    private static MonitoringPeriod ParsePeriod(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return new MonitoringPeriod(Day(text[..slash]), Day(text[(slash + 1)..]));
    }

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static long Number(string text) => long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed class TextConverter<T>(Func<string, T> parse, Func<T, string> format) : JsonConverter<T>
        where T : notnull
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            parse(reader.GetString() ?? throw new JsonException());

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteStringValue(format(value));

        public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            parse(reader.GetString()!);

        public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WritePropertyName(format(value));
    }
}
