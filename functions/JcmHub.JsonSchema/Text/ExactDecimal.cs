using System.Globalization;

namespace JcmHub.JsonSchema.Text;

/// <summary>A number's text as a decimal, refused where a decimal cannot hold it digit for digit.</summary>
internal static class ExactDecimal
{
    public static bool TryParse(ReadOnlySpan<byte> text, out decimal value)
    {
        value = default;
        if (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed))
            return false;
        // decimal.Parse rounds silently; the round trip tells.
        Span<byte> back = stackalloc byte[64];
        if (!parsed.TryFormat(back, out var written, default, CultureInfo.InvariantCulture))
            return false;
        if (SmallNumber.TryParse(text, out var wanted) && SmallNumber.TryParse(back[..written], out var got))
        {
            if (wanted != got)
                return false;
        }
        else if (!ExactNumber.Parse(text).EqualTo(ExactNumber.Parse(back[..written])))
            return false;
        value = parsed;
        return true;
    }
}
