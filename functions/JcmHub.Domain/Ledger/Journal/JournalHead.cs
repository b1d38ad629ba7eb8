namespace JcmHub.Domain.Ledger.Journal;

/// <summary>An entry's number and its hash: with them, all that came before is fixed. Written <c>12:sha-256:…</c>.</summary>
public readonly record struct JournalHead(long Number, string Hash)
{
    /// <summary>Reads <c>12:sha-256:…</c>; the name of the hash may be left out.</summary>
    public static bool TryParse(string? text, out JournalHead head)
    {
        head = default;
        if (text?.IndexOf(':', StringComparison.Ordinal) is not (> 0 and var colon)
            || !long.TryParse(text.AsSpan(0, colon), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) || number < 1)
            return false;
        var hash = text[(colon + 1)..];
        var hex = hash.StartsWith(Name, StringComparison.Ordinal) ? hash[Name.Length..] : hash;
        if (hex.Length != 64 || !hex.All(char.IsAsciiHexDigitLower))
            return false;
        head = new JournalHead(number, Name + hex);
        return true;
    }

    private const string Name = "sha-256:";

    /// <inheritdoc />
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Number}:{Hash}");
}
