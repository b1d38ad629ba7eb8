namespace JcmHub.JsonSchema.Formats;

/// <summary>Names and addresses of hosts and mailboxes.</summary>
internal static class NetworkFormats
{
    /// <summary>
    /// RFC 1123, section 2.1: labels of 1 to 63 letters, digits and inner hyphens, 253 characters in all. A label that begins with <c>xn--</c> is an
    /// A-label of RFC 5890.
    /// </summary>
    public static bool IsHostname(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || text.Length > 253)
            return false;
        foreach (var range in text.Split((byte)'.'))
        {
            var label = text[range];
            if (label.IsEmpty || label.Length > 63 || label[0] == '-' || label[^1] == '-')
                return false;
            foreach (var b in label)
            {
                if (!char.IsAsciiLetterOrDigit((char)b) && b != '-')
                    return false;
            }
            if (ALabels.HasPrefix(label) && !ALabels.IsALabel(label))
                return false;
        }
        return true;
    }

    /// <summary>RFC 2673, section 3.2: four decimal octets, no leading zero.</summary>
    public static bool IsIpv4(ReadOnlySpan<byte> text)
    {
        var count = 0;
        foreach (var range in text.Split((byte)'.'))
        {
            var octet = text[range];
            if (++count > 4 || octet.Length is 0 or > 3 || (octet.Length > 1 && octet[0] == '0') || octet.IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0)
                return false;
            var value = 0;
            foreach (var b in octet)
                value = value * 10 + (b - '0');
            if (value > 255)
                return false;
        }
        return count == 4;
    }

    /// <summary>RFC 4291, section 2.2: eight groups, one run of zeros as <c>::</c>, the last two also as an IPv4 address; no zone.</summary>
    public static bool IsIpv6(ReadOnlySpan<byte> text)
    {
        var gap = text.IndexOf("::"u8);
        if (gap < 0)
            return CountGroups(text, mayEndInIpv4: true) == 8;
        var before = text[..gap];
        var after = text[(gap + 2)..];
        var groupsBefore = before.IsEmpty ? 0 : CountGroups(before, mayEndInIpv4: false);
        var groupsAfter = after.IsEmpty ? 0 : CountGroups(after, mayEndInIpv4: true);
        // The gap stands for at least one group.
        return groupsBefore >= 0 && groupsAfter >= 0 && groupsBefore + groupsAfter <= 7;
    }

    /// <summary>RFC 5321, section 4.1.2, <c>Mailbox</c>.</summary>
    public static bool IsEmail(ReadOnlySpan<byte> text) => IsMailbox(text, isInternational: false);

    /// <summary>RFC 6531: a mailbox whose local part and domain may hold any non-ASCII character.</summary>
    public static bool IsIdnEmail(ReadOnlySpan<byte> text) => IsMailbox(text, isInternational: true);

    private static bool IsMailbox(ReadOnlySpan<byte> text, bool isInternational)
    {
        var at = text.LastIndexOf((byte)'@');
        if (at <= 0)
            return false;
        var local = text[..at];
        var domain = text[(at + 1)..];
        return IsLocalPart(local, isInternational) && (IsAddressLiteral(domain) || IsMailDomain(domain, isInternational));
    }

    private static bool IsLocalPart(ReadOnlySpan<byte> local, bool isInternational)
    {
        if (local[0] == '"')
            return IsQuoted(local, isInternational);
        foreach (var range in local.Split((byte)'.'))
        {
            var atom = local[range];
            if (atom.IsEmpty)
                return false;
            foreach (var b in atom)
            {
                if (!char.IsAsciiLetterOrDigit((char)b) && !"!#$%&'*+-/=?^_`{|}~"u8.Contains(b) && !(isInternational && b >= 0x80))
                    return false;
            }
        }
        return true;
    }

    private static bool IsQuoted(ReadOnlySpan<byte> local, bool isInternational)
    {
        if (local.Length < 2 || local[^1] != '"')
            return false;
        var inner = local[1..^1];
        for (var i = 0; i < inner.Length; i++)
        {
            var isEscaped = inner[i] == '\\';
            if (isEscaped && ++i == inner.Length)
                return false;
            var isPlain = inner[i] is >= 0x20 and < 0x7F || (isInternational && inner[i] >= 0x80);
            if (!isPlain || (inner[i] == '"' && !isEscaped))
                return false;
        }
        return true;
    }

    private static bool IsAddressLiteral(ReadOnlySpan<byte> domain)
    {
        if (domain.Length < 2 || domain[0] != '[' || domain[^1] != ']')
            return false;
        var address = domain[1..^1];
        return address.StartsWith("IPv6:"u8) ? IsIpv6(address[5..]) : IsIpv4(address);
    }

    private static bool IsMailDomain(ReadOnlySpan<byte> domain, bool isInternational)
    {
        if (!isInternational || System.Text.Ascii.IsValid(domain))
            return IsHostname(domain);
        foreach (var range in domain.Split((byte)'.'))
        {
            if (domain[range].IsEmpty)
                return false;
        }
        foreach (var b in domain)
        {
            if (b < 0x80 && !char.IsAsciiLetterOrDigit((char)b) && b is not ((byte)'-' or (byte)'.'))
                return false;
        }
        return true;
    }

    /// <summary>The number of 16-bit groups, an IPv4 address counting two, or -1.</summary>
    private static int CountGroups(ReadOnlySpan<byte> text, bool mayEndInIpv4)
    {
        var count = 0;
        foreach (var range in text.Split((byte)':'))
        {
            var group = text[range];
            if (mayEndInIpv4 && range.End.GetOffset(text.Length) == text.Length && group.Contains((byte)'.'))
                return IsIpv4(group) ? count + 2 : -1;
            if (group.Length is 0 or > 4)
                return -1;
            foreach (var b in group)
            {
                if (!char.IsAsciiHexDigit((char)b))
                    return -1;
            }
            count++;
        }
        return count;
    }
}
