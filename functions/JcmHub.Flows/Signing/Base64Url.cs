using System.Diagnostics.CodeAnalysis;

namespace JcmHub.Flows.Signing;

/// <summary>
/// base64url as RFC 7515 section 2 writes it, and no other way: no padding, no white space, and the bits that the last character
/// has to spare are zero. So no two texts are the same bytes.
/// </summary>
internal static class Base64Url
{
    public static string Encode(ReadOnlySpan<byte> bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);

    /// <exception cref="FormatException">The text is not base64url in its one form.</exception>
    public static byte[] Decode(string text) => TryDecode(text, out var bytes) ? bytes : throw new FormatException("This is not base64url.");

    /// <summary>Decodes; false where the text is not base64url in its one form.</summary>
    public static bool TryDecode(string text, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;
        try
        {
            bytes = System.Buffers.Text.Base64Url.DecodeFromChars(text);
        }
        catch (FormatException)
        {
            return false;
        }

        // The library passes over padding and white space.
        return Encode(bytes) == text;
    }
}
