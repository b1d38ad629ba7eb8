namespace JcmHub.JsonSchema.Formats;

/// <summary>Is this string, valid UTF-8 with escapes resolved, in the format?</summary>
internal delegate bool FormatTest(ReadOnlySpan<byte> text);
