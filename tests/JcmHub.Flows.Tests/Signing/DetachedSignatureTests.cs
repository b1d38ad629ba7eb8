using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CsCheck;
using JcmHub.Flows.Signing;

namespace JcmHub.Flows.Tests.Signing;

public sealed class DetachedSignatureTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly ECDsa Pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private static readonly VerificationKey Key = VerificationKey.Of(Pair, "hub", Now.AddYears(-1));

    [Fact]
    public void Check_SignatureOfRfc7515AppendixA3_HoldsAndNamesNoKey()
    {
        const string header = "eyJhbGciOiJFUzI1NiJ9";
        const string payload = "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
        const string signature = "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
        var key = new VerificationKey("", "hub", "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0", Now.AddYears(-1), null);
        using var publicKey = key.Open();

        Assert.True(publicKey.VerifyData(Encoding.ASCII.GetBytes($"{header}.{payload}"), Base64Url.Decode(signature), HashAlgorithmName.SHA256));
        Assert.Equal("signature-malformed", DetachedSignature.Check($"{header}..{signature}", Base64Url.Decode(payload), Now, _ => key));
    }

    /// <summary>Each is signed with the right key over the header as it stands: only the header is not ours.</summary>
    [Theory]
    [InlineData("""{"alg":"ES256","kid":"KID","crit":["exp"],"exp":1}""")]
    [InlineData("""{"alg":"ES256","kid":"KID","crit":["b64"],"b64":false}""")]
    [InlineData("""{"alg":"ES256","kid":"KID","crit":[]}""")]
    [InlineData("""{"alg":"ES256","kid":"KID","b64":false}""")]
    [InlineData("""{"alg":"ES256","kid":"KID","typ":"JOSE"}""")]
    [InlineData("""{"alg":"ES256","kid":"KID","kid":"KID"}""")]
    [InlineData("""{"alg":"none","kid":"KID","alg":"ES256"}""")]
    [InlineData("""{"alg":"ES256","kid":"KID","\u0061lg":"ES256"}""")]
    [InlineData("""{"alg":"ES256"}""")]
    [InlineData("""{"alg":"ES256","alg":"ES256"}""")]
    [InlineData("""{"kid":"KID"}""")]
    [InlineData("""{"alg":["ES256"],"kid":"KID"}""")]
    [InlineData("""{"alg":"ES256","kid":7}""")]
    [InlineData("""{"alg":"ES256","kid":null}""")]
    [InlineData("""{"alg":"ES256","kid":"\ud800"}""")]
    [InlineData("""{"alg":"\udc00","kid":"KID"}""")]
    [InlineData("""{"\ud800":"ES256","kid":"KID"}""")]
    [InlineData("""{"alg":"ES256","kid":"J4j+I06r/XYZ="}""")]
    [InlineData("""{"alg":"ES256","kid":"unknown"}""")]
    [InlineData("""{"alg":"ES256","kid":""}""")]
    [InlineData("""{"alg":"ES256","kid":"0auSdsesoXpCn7lMgVqIjVJIAZ5lLwyrPFBMSKDpEz/"}""")]
    [InlineData("""{"alg":"ES256","kid":"0auSdsesoXpCn7lMgVqIjVJIAZ5lLwyrPFBMSKDpEzN"}""")]
    [InlineData("""{"alg":"ES256","kid":"0auSdsesoXpCn7lMgVqIjVJIAZ5lLwyrPFBMSKDpEzMA"}""")]
    [InlineData("""["alg","ES256","kid","KID"]""")]
    [InlineData("""{"alg":"ES256","kid":"KID"}{}""")]
    [InlineData("""{"alg":"ES256","kid":"KID",}""")]
    [InlineData("\uFEFF{\"alg\":\"ES256\",\"kid\":\"KID\"}")]
    [InlineData("")]
    public void Check_HeaderThatIsNotOurs_IsMalformedAndNamesNoKey(string header)
    {
        var signature = SignedUnder(Encoding.UTF8.GetBytes(header.Replace("KID", Key.KeyId, StringComparison.Ordinal)));

        Assert.Equal("signature-malformed", DetachedSignature.Check(signature, "x"u8, Now, _ => Key));
        Assert.Null(DetachedSignature.KeyIdOf(signature));
    }

    [Fact]
    public void Check_HeaderOfBytesThatAreNotUtf8_IsMalformed()
    {
        byte[] header = [.. "{\"alg\":\"ES256\",\"kid\":\""u8, 0xFF, .. "\"}"u8];

        Assert.Equal("signature-malformed", DetachedSignature.Check(SignedUnder(header), "x"u8, Now, _ => Key));
    }

    [Fact]
    public void Check_OtherWritingsOfTheSameHeader_Hold()
    {
        Assert.Null(DetachedSignature.Check(SignedUnder(Encoding.UTF8.GetBytes($$"""{ "kid" : "{{Key.KeyId}}", "\u0061lg" : "ES256" }""")), "x"u8, Now, _ => Key));
    }

    /// <summary>One signature, one text: what a lenient reader takes as the same is another text.</summary>
    [Theory]
    [InlineData("{0}..{1}==")]
    [InlineData("{0}..{1}%%")]
    [InlineData("{0}.. {1}")]
    [InlineData("{0}..{1}\n")]
    [InlineData("{0}=..{1}")]
    [InlineData(" {0}..{1}")]
    [InlineData("{0}.eA.{1}")]
    [InlineData("{0}..{1}.")]
    [InlineData("{0}..{1},{0}..{1}")]
    [InlineData("{0}..AAAA")]
    [InlineData("{0}..")]
    public void Check_OtherTextOfASignature_IsMalformed(string form)
    {
        var parts = DetachedSignature.Sign(Pair, Key.KeyId, "x"u8).Split("..");

        Assert.Equal("signature-malformed", DetachedSignature.Check(string.Format(CultureInfo.InvariantCulture, form, parts[0], parts[1]), "x"u8, Now, _ => Key));
    }

    [Fact]
    public void Check_LastCharacterWithBitsToSpare_IsMalformed()
    {
        const string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        var signature = DetachedSignature.Sign(Pair, Key.KeyId, "x"u8);
        // 64 bytes leave four bits of the last character to spare: they are zero.
        var other = signature[..^1] + alphabet[alphabet.IndexOf(signature[^1], StringComparison.Ordinal) + 1];

        Assert.Equal("signature-malformed", DetachedSignature.Check(other, "x"u8, Now, _ => Key));
    }

    [Fact]
    public void Check_OwnSignatureOfAnyBytes_HoldsAndOfOthersDoesNot() =>
        Gen.Select(Gen.Byte.Array[0, 300], Gen.Byte.Array[0, 300]).Sample((bytes, others) =>
        {
            var signature = DetachedSignature.Sign(Pair, Key.KeyId, bytes);
            Assert.Null(DetachedSignature.Check(signature, bytes, Now, _ => Key));
            if (!bytes.AsSpan().SequenceEqual(others))
                Assert.Equal("signature-wrong", DetachedSignature.Check(signature, others, Now, _ => Key));
        }, iter: 50);

    [Fact]
    public void Check_AlgorithmNone_IsRefused()
    {
        var header = Base64Url.Encode(Encoding.UTF8.GetBytes($$"""{"alg":"none","kid":"{{Key.KeyId}}"}"""));

        Assert.Equal("signature-algorithm", DetachedSignature.Check($"{header}..", "x"u8, Now, _ => Key));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a.b.c")]
    [InlineData("!!..!!")]
    [InlineData("W10..AA")]
    public void Check_Garbage_IsMalformed(string? signature) =>
        Assert.Equal("signature-malformed", DetachedSignature.Check(signature, "x"u8, Now, _ => Key));

    [Fact]
    public void Check_KeyOutsideItsPeriod_IsRefused()
    {
        var signature = DetachedSignature.Sign(Pair, Key.KeyId, "x"u8);

        Assert.Equal("signature-key-expired", DetachedSignature.Check(signature, "x"u8, Now.AddYears(-2), _ => Key));
        Assert.Equal("signature-key-expired", DetachedSignature.Check(signature, "x"u8, Now, _ => Key with { NotAfter = Now.AddDays(-1) }));
        Assert.Equal("signature-key-unknown", DetachedSignature.Check(signature, "x"u8, Now, _ => null));
    }

    private static string SignedUnder(byte[] header)
    {
        var encoded = Base64Url.Encode(header);
        var value = Pair.SignData(Encoding.ASCII.GetBytes($"{encoded}.{Base64Url.Encode("x"u8)}"), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        return $"{encoded}..{Base64Url.Encode(value)}";
    }
}
