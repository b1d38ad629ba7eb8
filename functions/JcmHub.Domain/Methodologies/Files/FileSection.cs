using System.Text.Json;
using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Methodologies.Files;

/// <summary>
/// One object of a file while it is read: knows its JSON Pointer, collects what is wrong, and at the end names the
/// properties that nobody asked for, since in a file that decides about tonnes a misspelt property must not be ignored.
/// </summary>
internal sealed class FileSection
{
    private static readonly HashSet<string> Words = new(StringComparer.Ordinal)
    {
        "if", "then", "else", "and", "or", "not", "to", "in", "sum", "mean", "min", "max", "exp", "count", "lookup",
    };

    private readonly JsonElement element;
    private readonly List<LoadError> errors;
    private readonly HashSet<string> asked = new(StringComparer.Ordinal) { "comment" };

    public FileSection(JsonElement element, string pointer, List<LoadError> errors)
    {
        Pointer = pointer;
        this.errors = errors;
        this.element = element;
        if (element.ValueKind != JsonValueKind.Object) Error("wrong-type", pointer, "An object is needed here.");
    }

    public string Pointer { get; }

    /// <summary>Whether all that was asked for so far, in the whole file, was there and right.</summary>
    public bool FileIsGood => errors.Count == 0;

    public static string Escape(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    public void Error(string code, string pointer, string message) => errors.Add(new(code, pointer, message));

    public void ErrorAt(string name, string code, string message) => Error(code, $"{Pointer}/{Escape(name)}", message);

    public bool Has(string name) => Find(name) is not null;

    public string Text(string name)
    {
        if (OptionalText(name) is { } text) return text;
        if (!Has(name)) Missing(name);
        return "";
    }

    public string? OptionalText(string name)
    {
        if (Find(name) is not { } value) return null;
        if (value.ValueKind == JsonValueKind.String) return value.GetString();
        ErrorAt(name, "wrong-type", "A text is needed here.");
        return null;
    }

    /// <summary>A name that expressions can use: letters, digits and underscores, no word of the language.</summary>
    public string Name(string name)
    {
        var text = Text(name);
        if (text.Length > 0) RequireName(name, text);
        return text;
    }

    /// <summary>Says so where a text is no name.</summary>
    public void RequireName(string property, string text)
    {
        var isName = text.Length is > 0 and <= 60 && char.IsAsciiLetter(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
        if (!isName || Words.Contains(text)) ErrorAt(property, "bad-name", $"'{text}' is no name: letters, digits and underscores, and no word of the language.");
    }

    public bool Flag(string name)
    {
        if (Find(name) is not { } value) return false;
        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False)) ErrorAt(name, "wrong-type", "true or false is needed here.");
        return value.ValueKind == JsonValueKind.True;
    }

    public int? OptionalInteger(string name)
    {
        if (Find(name) is not { } value) return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var integer)) return integer;
        ErrorAt(name, "wrong-type", "A whole number is needed here.");
        return null;
    }

    /// <summary>A decimal in a string, exactly as written.</summary>
    public Rational? OptionalNumber(string name)
    {
        if (OptionalText(name) is not { } text) return null;
        if (DecimalText.TryParse(text, out var value) == DecimalText.Outcome.Read) return value;
        ErrorAt(name, "not-a-number", $"'{text}' is not a decimal number of at most 28 digits.");
        return null;
    }

    public Rational Number(string name)
    {
        if (!Has(name)) Missing(name);
        return OptionalNumber(name) ?? Rational.Zero;
    }

    public Unit Unit(string name)
    {
        var text = Text(name);
        if (Quantities.Unit.TryParse(text, out var unit)) return unit;
        if (text.Length > 0) ErrorAt(name, "unknown-unit", $"'{text}' is not a unit.");
        return Quantities.Unit.None;
    }

    public DateOnly? OptionalDate(string name)
    {
        if (OptionalText(name) is not { } text) return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", out var date)) return date;
        ErrorAt(name, "not-a-date", $"'{text}' is not a date of the form 2021-12-31.");
        return null;
    }

    public DateOnly Date(string name)
    {
        if (!Has(name)) Missing(name);
        return OptionalDate(name) ?? default;
    }

    /// <summary>One of a few words.</summary>
    public T Choice<T>(string name, T otherwise, params ReadOnlySpan<(string Word, T Value)> choices)
    {
        if (OptionalText(name) is not { } text) return otherwise;
        foreach (var (word, value) in choices)
            if (word == text) return value;
        var words = new List<string>();
        foreach (var (word, _) in choices) words.Add(word);
        ErrorAt(name, "unknown-word", $"'{text}' is none of {string.Join(", ", words)}.");
        return otherwise;
    }

    public IReadOnlyList<string> Texts(string name)
    {
        var texts = new List<string>();
        if (Find(name) is not { } value) return texts;
        if (value.ValueKind != JsonValueKind.Array)
        {
            ErrorAt(name, "wrong-type", "A list of texts is needed here.");
            return texts;
        }

        foreach (var item in value.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.String) texts.Add(item.GetString()!);
            else ErrorAt(name, "wrong-type", "A list of texts is needed here.");
        }

        return texts;
    }

    public FileSection? OptionalSection(string name) =>
        Find(name) is { } value ? new(value, $"{Pointer}/{Escape(name)}", errors) : null;

    public FileSection Section(string name)
    {
        if (OptionalSection(name) is { } section) return section;
        Missing(name);
        return new(JsonDocument.Parse("{}").RootElement, $"{Pointer}/{Escape(name)}", errors);
    }

    /// <summary>The objects of a list; none where the list is absent.</summary>
    public IEnumerable<FileSection> Sections(string name)
    {
        if (Find(name) is not { } value) yield break;
        if (value.ValueKind != JsonValueKind.Array)
        {
            ErrorAt(name, "wrong-type", "A list is needed here.");
            yield break;
        }

        var i = 0;
        foreach (var item in value.EnumerateArray()) yield return new(item, $"{Pointer}/{Escape(name)}/{i++}", errors);
    }

    /// <summary>The names of an object used as a map, in the file's order.</summary>
    public IEnumerable<string> Names() => element.ValueKind == JsonValueKind.Object ? element.EnumerateObject().Select(p => p.Name) : [];

    public BilingualText Bilingual(string name)
    {
        var section = Section(name);
        var text = new BilingualText(section.Text("en"), section.Text("ja"));
        section.NothingElse();
        return text;
    }

    public void NothingElse()
    {
        foreach (var name in Names())
            if (!asked.Contains(name)) ErrorAt(name, "unknown-property", $"'{name}' is not a property that is known here.");
    }

    private void Missing(string name) => Error("missing-property", Pointer, $"'{name}' is missing.");

    private JsonElement? Find(string name)
    {
        asked.Add(name);
        return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : null;
    }
}
