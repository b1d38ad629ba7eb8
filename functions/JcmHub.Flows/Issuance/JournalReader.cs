using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using JcmHub.Domain.Adjustments;
using JcmHub.Domain.Calendar;
using JcmHub.Domain.Credits;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Ledger.Journal;
using JcmHub.Domain.Parties;
using JcmHub.Domain.Projects;

namespace JcmHub.Flows.Issuance;

/// <summary>
/// Reads of a journal's lines what a replay needs, straight from their bytes: a journal may have many millions. Words that are not
/// needed (facts, author, most commands) are passed over, and so is what a later version may add to an entry; inside a block nothing may be unknown.
/// </summary>
internal sealed class JournalReader
{
    private readonly Utf8Names _names = new();
    private readonly List<UnitBlock> _blocks = [];
    private readonly List<BlockKey> _replaced = [];
    private PartyId _host;
    private long _number;
    private DateTimeOffset _time;
    private string _previousHash = string.Empty;

    /// <summary>The host that the entry names.</summary>
    public PartyId Host => _host;

    /// <summary>The entry's command and its input's hash, where it enters or distrusts a key; null of any other entry.</summary>
    public (string Command, string InputHash)? KeyCommand { get; private set; }

    /// <summary>Whether the line's hash is that of the entry's bytes.</summary>
    public static bool IsHashOf(ReadOnlySpan<byte> entry, ReadOnlySpan<byte> hash)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(entry, digest);
        // Digit for digit: the same hash in capitals is another text, and the next entry bears this one.
        Span<byte> text = stackalloc byte[2 * SHA256.HashSizeInBytes];
        return Convert.TryToHexStringLower(digest, text, out _) && hash.SequenceEqual(text);
    }

    /// <summary>Reads an entry.</summary>
    /// <exception cref="JsonException">It is not the JSON of an entry.</exception>
    /// <exception cref="FormatException">A value is not what its name says.</exception>
    public (JournalLink Link, LedgerChange Change) Read(ReadOnlySpan<byte> entry, ReadOnlySpan<byte> hash)
    {
        CanonicalNames.Check(entry);
        var reader = new Utf8JsonReader(entry);
        LedgerChange? change = null;
        (_host, _number, _time) = (default, 0, default);
        var (command, inputHash) = ((string?)null, string.Empty);
        Open(ref reader);
        while (Next(ref reader))
        {
            if (reader.ValueTextEquals("change"u8))
            {
                change = Change(ref reader);
                RepairAuthor.Check(entry, change.Repair);
            }
            else if (reader.ValueTextEquals("command"u8))
            {
                reader.Read();
                command = IsRead(reader.ValueSpan) ? reader.GetString() : null;
            }
            else if (command is not null && reader.ValueTextEquals("inputHash"u8))
            {
                reader.Read();
                inputHash = reader.GetString()!;
            }
            else if (reader.ValueTextEquals("host"u8))
                _host = Party(ref reader);
            else if (reader.ValueTextEquals("number"u8))
            {
                reader.Read();
                _number = reader.GetInt64();
            }
            else if (reader.ValueTextEquals("previousHash"u8))
            {
                reader.Read();
                _previousHash = reader.GetString()!;
            }
            else if (reader.ValueTextEquals("time"u8))
            {
                reader.Read();
                _time = reader.GetDateTimeOffset();
            }
            else
                reader.Skip();
        }

        if (change is null)
            throw new JsonException("The entry has no change.");
        var approval = command is null ? null : DecisionApproval.Of(command, inputHash);
        KeyCommand = command is null || command.StartsWith(DecisionApproval.CommandPrefix, StringComparison.Ordinal) ? null : (command, inputHash);
        return (new JournalLink(_number, _time, _previousHash, HashText(hash)), approval is null || change.Approvals is not null ? change : change with { Approvals = [approval] });
    }

    /// <summary>Commands that say what no change does: a key is entered or distrusted, a decision approved.</summary>
    private static bool IsRead(ReadOnlySpan<byte> command) => command.StartsWith("key-"u8) || command.StartsWith("distrust-key-"u8) || command.StartsWith("approve-"u8);

    private static string HashText(ReadOnlySpan<byte> hex) => string.Concat("sha-256:", System.Text.Encoding.ASCII.GetString(hex));

    private LedgerChange Change(ref Utf8JsonReader reader)
    {
        SerialRange? drawn = null;
        List<CorrespondingAdjustment>? adjustments = null;
        List<RecordDigest>? records = null;
        EntryRepair? repair = null;
        List<RecordDigest>? voided = null;
        List<DecisionApproval>? approvals = null;
        _blocks.Clear();
        _replaced.Clear();
        Open(ref reader);
        while (Next(ref reader))
        {
            if (reader.ValueTextEquals("blocks"u8))
                Items(ref reader, _blocks, Block);
            else if (reader.ValueTextEquals("replaced"u8))
                Items(ref reader, _replaced, Key);
            else if (reader.ValueTextEquals("drawn"u8))
                drawn = Range(ref reader);
            else if (reader.ValueTextEquals("adjustments"u8))
                Items(ref reader, adjustments = [], Read<CorrespondingAdjustment>);
            else if (reader.ValueTextEquals("records"u8))
                Items(ref reader, records = [], Read<RecordDigest>);
            else if (reader.ValueTextEquals("repair"u8))
                repair = LedgerJson.Read<EntryRepair>(ref reader);
            else if (reader.ValueTextEquals("voided"u8))
                Items(ref reader, voided = [], Read<RecordDigest>);
            else if (reader.ValueTextEquals("approvals"u8))
                Items(ref reader, approvals = [], Read<DecisionApproval>);
            else
                throw Unknown(ref reader);
        }

        // The lists are the reader's own and used again: the change is applied before the next line is read.
        return new LedgerChange { Drawn = drawn, Blocks = _blocks, Replaced = _replaced, Adjustments = adjustments ?? [], Records = records ?? [], Voided = voided, Approvals = approvals, Repair = repair };
    }

    private delegate T ItemReader<T>(ref Utf8JsonReader reader);

    private static void Items<T>(ref Utf8JsonReader reader, List<T> items, ItemReader<T> read)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException("An array is missing.");
        reader.Read();
        for (; reader.TokenType != JsonTokenType.EndArray; reader.Read())
            items.Add(read(ref reader));
    }

    private UnitBlock Block(ref Utf8JsonReader reader)
    {
        var builder = default(BlockFields);
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("A block is no object.");
        while (Next(ref reader))
        {
            if (reader.ValueTextEquals("account"u8))
                builder.Account = Name(ref reader);
            else if (reader.ValueTextEquals("accountType"u8))
                builder.AccountType = LedgerWords.AccountType(ref reader);
            else if (reader.ValueTextEquals("authorization"u8))
                builder.Authorization = Name(ref reader);
            else if (reader.ValueTextEquals("decision"u8))
                builder.Decision = Name(ref reader);
            else if (reader.ValueTextEquals("entry"u8))
            {
                reader.Read();
                builder.Entry = reader.GetInt64();
            }
            else if (reader.ValueTextEquals("firstTransferredOn"u8))
                builder.FirstTransferredOn = Day(ref reader);
            else if (reader.ValueTextEquals("holder"u8))
                builder.Holder = Name(ref reader);
            else if (reader.ValueTextEquals("linkedSerials"u8))
                builder.LinkedSerials = Range(ref reader);
            else if (reader.ValueTextEquals("listedIn"u8))
                builder.ListedIn = Name(ref reader);
            else if (reader.ValueTextEquals("listedBy"u8))
            {
                reader.Read();
                builder.ListedBy = reader.GetInt64();
            }
            else if (reader.ValueTextEquals("movesTo"u8))
                builder.MovesTo = Name(ref reader);
            else if (reader.ValueTextEquals("oimp"u8))
                builder.Oimp = Value<OimpTerms>(ref reader);
            else if (reader.ValueTextEquals("operation"u8))
                builder.Operation = Name(ref reader);
            else if (reader.ValueTextEquals("project"u8))
                builder.Project = ProjectId.Parse(Name(ref reader));
            else if (reader.ValueTextEquals("registry"u8))
                builder.Registry = Party(ref reader);
            else if (reader.ValueTextEquals("registrySerials"u8))
                builder.RegistrySerials = Range(ref reader);
            else if (reader.ValueTextEquals("state"u8))
                builder.State = LedgerWords.UnitState(ref reader);
            else if (reader.ValueTextEquals("units"u8))
                builder.Units = Range(ref reader);
            else if (reader.ValueTextEquals("use"u8))
                builder.Use = Value<UnitUse>(ref reader);
            else if (reader.ValueTextEquals("vintage"u8))
                builder.Vintage = new Vintage((int)Number(ref reader));
            else
                throw Unknown(ref reader);
        }

        return builder.Build();
    }

    private BlockKey Key(ref Utf8JsonReader reader)
    {
        var text = reader.ValueSpan;
        var first = text.IndexOf((byte)'.');
        var second = first < 0 ? -1 : first + 1 + text[(first + 1)..].IndexOf((byte)'.');
        if (second <= first)
            throw new FormatException("A replaced block has no key such as TH.2017.3.");
        return new BlockKey(PartyId.Parse(_names.Of(text[..first])), Number(text[(first + 1)..second]), Number(text[(second + 1)..]));
    }

    private static T Value<T>(ref Utf8JsonReader reader)
    {
        reader.Read();
        return Read<T>(ref reader);
    }

    private static T Read<T>(ref Utf8JsonReader reader) => LedgerJson.Read<T>(ref reader);

    private string Name(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.String)
            throw new JsonException("A text is missing.");
        return reader.ValueIsEscaped ? reader.GetString()! : _names.Of(reader.ValueSpan);
    }

    private PartyId Party(ref Utf8JsonReader reader) => PartyId.Parse(Name(ref reader));

    private static SerialRange Range(ref Utf8JsonReader reader)
    {
        reader.Read();
        var text = reader.ValueSpan;
        var dash = text.IndexOf((byte)'-');
        return dash < 1 ? throw new FormatException("A range of numbers has no dash.") : new SerialRange(Number(text[..dash]), Number(text[(dash + 1)..]));
    }

    private static long Number(ref Utf8JsonReader reader)
    {
        reader.Read();
        return Number(reader.ValueSpan);
    }

    private static long Number(ReadOnlySpan<byte> text) =>
        Utf8Parser.TryParse(text, out long number, out var read) && read == text.Length ? number : throw new FormatException("A number is not whole.");

    private static DateOnly Day(ref Utf8JsonReader reader)
    {
        reader.Read();
        var text = reader.ValueSpan;
        return text is [_, _, _, _, (byte)'-', _, _, (byte)'-', _, _]
            ? new DateOnly((int)Number(text[..4]), (int)Number(text[5..7]), (int)Number(text[8..]))
            : throw new FormatException("A day is not written as yyyy-MM-dd.");
    }

    private static void Open(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("An object is missing.");
    }

    /// <summary>Goes to the next property; false at the end of the object.</summary>
    private static bool Next(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.PropertyName;

    private static JsonException Unknown(ref Utf8JsonReader reader) => new($"\"{reader.GetString()}\" is not known here.");
}
