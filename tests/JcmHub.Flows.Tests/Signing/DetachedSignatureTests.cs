using System.Security.Cryptography;
using System.Text;
using CsCheck;
using JcmHub.Flows.Signing;

namespace JcmHub.Flows.Tests.Signing;

public sealed class DetachedSignatureTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly ECDsa Pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private static readonly VerificationKey Key = VerificationKey.Of(Pair, "hub-1", "hub", Now.AddYears(-1));

    [Fact]
    public void Check_SignatureOfRfc7515AppendixA3_Holds()
    {
        // The example names no key, so it is looked up under the name that our reading gives to "none".
        const string header = "eyJhbGciOiJFUzI1NiJ9";
        const string payload = "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
        const string signature = "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
        var key = new VerificationKey("", "hub", "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0", Now.AddYears(-1), null);
        using var publicKey = key.Open();

        Assert.True(publicKey.VerifyData(Encoding.ASCII.GetBytes($"{header}.{payload}"), Base64Url.Decode(signature), HashAlgorithmName.SHA256));
        Assert.Equal("signature-key-unknown", DetachedSignature.Check($"{header}..{signature}", Base64Url.Decode(payload), Now, _ => key));
    }

    [Fact]
    public void Check_OwnSignatureOfAnyBytes_HoldsAndOfOthersDoesNot() =>
        Gen.Select(Gen.Byte.Array[0, 300], Gen.Byte.Array[0, 300]).Sample((bytes, others) =>
        {
            var signature = DetachedSignature.Sign(Pair, "hub-1", bytes);
            Assert.Null(DetachedSignature.Check(signature, bytes, Now, _ => Key));
            if (!bytes.AsSpan().SequenceEqual(others))
                Assert.Equal("signature-wrong", DetachedSignature.Check(signature, others, Now, _ => Key));
        }, iter: 50);

    [Fact]
    public void Check_AlgorithmNone_IsRefused()
    {
        var header = Base64Url.Encode("""{"alg":"none","kid":"hub-1"}"""u8);

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
        var signature = DetachedSignature.Sign(Pair, "hub-1", "x"u8);

        Assert.Equal("signature-key-expired", DetachedSignature.Check(signature, "x"u8, Now.AddYears(-2), _ => Key));
        Assert.Equal("signature-key-expired", DetachedSignature.Check(signature, "x"u8, Now, _ => Key with { NotAfter = Now.AddDays(-1) }));
        Assert.Equal("signature-key-unknown", DetachedSignature.Check(signature, "x"u8, Now, _ => null));
    }
}
