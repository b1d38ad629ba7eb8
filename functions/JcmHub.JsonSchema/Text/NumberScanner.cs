namespace JcmHub.JsonSchema.Text;

/// <summary>Finds the end of a number token by the grammar of RFC 8259, section 6.</summary>
internal static class NumberScanner
{
    /// <summary>
    /// The index after the number, or <see cref="StringScanner.NeedMore"/> or <see cref="StringScanner.Faulty"/>. A number
    /// that touches the end of the data may go on in the next piece unless <paramref name="isFinal"/>.
    /// </summary>
    public static int Scan(
        ReadOnlySpan<byte> data, int start, bool isFinal, int maxLength, out bool isPlainInteger, out ScanFault fault)
    {
        fault = default;
        var i = Walk(data, start, out isPlainInteger, out var isComplete, out var isFaulty);
        if (isFaulty ? i - start >= maxLength : i - start > maxLength)
        {
            fault = new ScanFault(ErrorCodes.LimitNumber, start);
            return StringScanner.Faulty;
        }
        if (isFaulty)
        {
            fault = new ScanFault(ErrorCodes.JsonSyntax, i);
            return StringScanner.Faulty;
        }
        return !isComplete || (i == data.Length && !isFinal) ? StringScanner.NeedMore : i;
    }

    private static int Walk(ReadOnlySpan<byte> data, int start, out bool isPlainInteger, out bool isComplete, out bool isFaulty)
    {
        isPlainInteger = true;
        isComplete = false;
        isFaulty = false;
        var i = start;
        if (data[i] == '-')
            i++;
        if (i >= data.Length)
            return i;
        if (data[i] == '0')
        {
            i++;
            isFaulty = i < data.Length && IsDigit(data[i]);
        }
        else
        {
            isFaulty = !IsDigit(data[i]);
            i = SkipDigits(data, i);
        }
        isComplete = !isFaulty;
        if (isFaulty || i >= data.Length)
            return i;
        if (data[i] == '.')
        {
            isPlainInteger = false;
            i = RequireDigits(data, i + 1, out isComplete, out isFaulty);
            if (!isComplete || i >= data.Length)
                return i;
        }
        if ((data[i] | 0x20) == 'e')
        {
            isPlainInteger = false;
            i++;
            if (i < data.Length && data[i] is ((byte)'+' or (byte)'-'))
                i++;
            i = RequireDigits(data, i, out isComplete, out isFaulty);
        }
        return i;
    }

    private static int RequireDigits(ReadOnlySpan<byte> data, int i, out bool isComplete, out bool isFaulty)
    {
        var end = SkipDigits(data, i);
        isComplete = end > i;
        isFaulty = end == i && i < data.Length;
        return end;
    }

    private static int SkipDigits(ReadOnlySpan<byte> data, int i)
    {
        while (i < data.Length && IsDigit(data[i]))
            i++;
        return i;
    }

    private static bool IsDigit(byte b) => b is >= (byte)'0' and <= (byte)'9';
}
