using System.Text;
using JcmHub.JsonSchema.Text;

namespace JcmHub.JsonSchema.Checks;

/// <summary><c>minLength</c> and <c>maxLength</c>, in Unicode code points.</summary>
internal sealed class LengthCheck : ScalarCheck
{
    private readonly long _min;
    private readonly long _max;

    private LengthCheck(long min, long max, string code, string edge, Phrase phrase) : base(code, edge, phrase) => (_min, _max) = (min, max);

    public override JsonKinds Concerns => JsonKinds.String;

    public static LengthCheck AtLeast(long min) =>
        new(min, long.MaxValue, ErrorCodes.MinLength, "/minLength", new($"must be at least {min} characters long", $"{min}文字以上でなければなりません"));

    public static LengthCheck AtMost(long max) =>
        new(0, max, ErrorCodes.MaxLength, "/maxLength", new($"must be at most {max} characters long", $"{max}文字以下でなければなりません"));

    public override bool Accepts(in ScalarValue value)
    {
        // A code point takes one to four bytes, which settles most strings without counting.
        var bytes = value.Utf8.Length;
        if (bytes < _min || (bytes + 3L) / 4 > _max)
            return false;
        if ((bytes + 3L) / 4 >= _min && bytes <= _max)
            return true;
        var length = Ascii.IsValid(value.Utf8) ? bytes : bytes - StringScanner.ContinuationBytes(value.Utf8);
        return length >= _min && length <= _max;
    }
}
