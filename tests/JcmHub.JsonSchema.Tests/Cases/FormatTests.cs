using System.Text.Json;
using static JcmHub.JsonSchema.Tests.Judgement;

namespace JcmHub.JsonSchema.Tests.Cases;

/// <summary>Validation 7.3, each format by the document that defines it.</summary>
public sealed class FormatTests
{
    private static readonly SchemaOptions s_asserted = new() { AssertFormat = true };

    [Theory]
    [InlineData("date", "2020-02-29|0000-01-01|9999-12-31|2000-02-29|0000-02-29", "2021-02-29|1900-02-29|2020-13-01|2020-00-10|2020-04-31|2020-1-01|20200101|2020-01-01Z|２020-01-01|2020-01-00|")]
    [InlineData("date-time", "1963-06-19T08:30:06.283185Z|1990-12-31T23:59:60Z|1990-12-31T15:59:60.123-08:00|1937-01-01t12:00:27.87z|2020-01-01T00:00:00+23:59",
        "1998-12-31T23:59:61Z|1998-12-31T23:58:60Z|1998-12-31T22:59:60Z|1990-02-31T15:59:59Z|1990-12-31T15:59:59-24:00|1963-06-19T08:30:06.28123+01:00Z|06/19/1963 08:30:06 PST|2013-350T01:01:01|1963-6-19T08:30:06Z|1963-06-1T08:30:06Z|2020-01-01 00:00:00Z|2020-01-01T00:00:00|2020-01-01T00:00Z|2020-01-01T00:00:00.Z|2020-01-01T24:00:00Z")]
    [InlineData("time", "08:30:06Z|23:59:60Z|23:59:60+00:00|01:29:60+01:30|23:29:60+23:30|15:59:60-08:00|12:00:00.5+09:00",
        "08:30:06|24:00:00Z|00:60:00Z|00:00:61Z|22:59:60Z|23:59:60+01:00|23:59:60-01:00|01:02:03+24:00|01:02:03+00:60|01:02:03Z+00:30|08:30:06#|8:30:06Z|08:30Z|01:02:03+0900")]
    [InlineData("duration", "P4DT12H30M5S|P4Y|PT0S|P0D|P1M|PT1M|PT36H|P1DT12H|P2W|P1Y2M3DT4H5M6S|PT1H2M|P1Y2M|P2M3D",
        "PT1D|4DT12H30M5S|P|P1YT|PT|P2D1Y|P1D2H|P2S|P1Y2W|P1|P1YM|PT1H3S|P1Y3D|P2WT1H|p1d|P-1D|P1.5D|P１D| P1D")]
    [InlineData("email", "joe.bloggs@example.com|te~st@example.com|a@b|\"joe bloggs\"@example.com|\"joe..bloggs\"@example.com|\"joe@bloggs\"@example.com|\"a\\\"b\"@example.com|joe@[127.0.0.1]|joe@[IPv6:::1]",
        "2962|.test@example.com|test.@example.com|te..st@example.com|joe@invalid=domain.com|joe@[127.0.0.300]|@example.com|a@|a b@example.com|\"a\"b\"@example.com|\"\\\\\"\"@example.com|joe@-x.com|日本@example.com")]
    [InlineData("idn-email", "実例@実例.テスト|joe@example.com", "2962|@実例.テスト|実例@|実例@実例..テスト|実例@a_b.テスト")]
    [InlineData("hostname", "www.example.com|xn--4gbwdl.xn--wgbh1c|hostname|host-name|h0stn4me|1host|a", "|-a-host|host-|not_valid|a..b|.a|a.|host name|ex ample.com|日本")]
    // The official suite of August 2026, draft2020-12/optional/format/hostname.json, "A-label (punycode) host names"; then cases of our own.
    [InlineData("hostname", "xn--9n2bp8q.xn--9t4b11yi5a|xn--zca29lwxobi7a|xn--qmbc|xn--ll-0ea|xn--wva3je|xn--4dbc5h|xn--4dbc8h|xn--k8j5u|xn--bck0j|xn--vek778f|xn--ngba1o|xn--0-gyc|xn--11b2ezcw70k|xn--11b2ezcs70k|xn--ngba5hb2804a",
        "xn--X|xn--hello-txk|xn--hello-zed|xn--hello-6bf|xn--07jt112bpxg.xn--9t4b11yi5a|XN--aa---o47jg78q|xn--chb89f|xn--07jceefgh4c|xn--al-0ea|xn--l-fda|xn--la-0ea|xn--l-gda|xn--S-jib3p|xn--wva3j|xn--5db1e|xn--A-2hc5h|xn--5db3e|xn--A-2hc8h|xn--defabc-k64e|xn--vek|xn--ngb6iyr|xn--11b2er09f|xn--02b508i")]
    [InlineData("hostname", "XN--BCHER-KVA.example|xn--bcher-kva|xn--q-9bb7f|xn--wgv71a|xn-a|x--n", "xn--|xn--abc-|www.xn--l-fda.com|xn--cafe-yvc|xn--a-9bb7f|xn----eha|xn----dha|xn--ab---3ra|xn--_x-wka|xn--wca|xn--mi7c|xn--999999999999")]
    [InlineData("uri-template", "a'b|'{x}'", "a\u007Fb|\u007F")]
    [InlineData("ipv4", "192.168.0.1|0.0.0.0|255.255.255.255", "127.0.0.0.1|256.256.256.256|127.0|0x7f000001|2130706433|087.10.0.1|1.2.3.|1.2.3.4\n|１.2.3.4|1.2.3.+4|")]
    [InlineData("ipv6", "::1|::|::abef|1::|1:2:3:4:5:6:7:8|1:2:3:4:5:6:7::|::2:3:4:5:6:7:8|1::d6:192.168.0.1|1:2::192.168.0.1|::ffff:192.168.0.1|1:2:3:4:5:6:192.168.0.1",
        "12345::|1:2:3:4:5:6:7:8:9|::laptop|1::2::3|:2:3:4:5:6:7:8|1:2:3:4:5:6:7:|1:2:3:4:5:6:7|1:2:3:4::5:6:7:8|:::1|1::2:192.168.256.1|1::2:192.168.ff.1|::-1.2.3.4|127.0.0.1|fe80::1%eth0|fe80::/64|1.2.3.4::|1:1.2.3.4:2:3:4:5:6|1:2:3:4:5:6:7:1.2.3.4|")]
    [InlineData("uri", "http://foo.bar/?baz=qux#quux|http://foo.bar:8080/a%20b|ftp://ftp.is.co.za/rfc/rfc1808.txt|ldap://[2001:db8::7]/c=GB?objectClass?one|mailto:John.Doe@example.com|tel:+1-816-555-1212|urn:oasis:names:x|http://-.~_!$&'()*+,;=:%40:80%2f::::::@example.com|http://223.255.255.254|file:///a|a:|http://[v1.a:b]/|http://x:/",
        "//foo.bar/?baz=qux#quux|/abc|\\\\WINDOWS\\fileshare|abc|http:// shouldfail.com|:// should fail|bar,baz:foo|1a:b|https://[@example.org/test.txt|https://example.org/foobar\\.txt|http://a/<b>|http://a/{b}|http://a/^b|http://a/`b|http://a/|b|http://a/\"|http://a/%zz|http://a/%2|http://[::1|http://[::g]/|http://a:8a/|http://日本/|http://a/#b#c|http://a b/|")]
    [InlineData("uri-reference", "//foo.bar/?baz=qux#quux|/abc|abc|#fragment|?q||http://a/|./a:b|a/b:c|../x", "\\\\WINDOWS\\fileshare|#frag\\ment|a b|1a:b|:x|日本|unescaped\\")]
    [InlineData("iri", "http://ƒøø.ßår/?∂éœ=πîx#πîüx|http://[2001:db8::1]/|http://日本/道", "//ƒøø|/abc|http://2001:db8::1/|日本|http:// ƒ|http://\uE000/")]
    [InlineData("iri-reference", "/âππ|âππ|#ƒrägmênt|//ƒøø|?\uE000", "\\\\WINDOWS\\filëßåré|#ƒräg\\mênt")]
    [InlineData("uri-template", "http://example.com/dictionary/{term:1}/{term}|{+x,y*}|{#a.b}|{?q,lang}|a%20b||{x:9999}", "http://example.com/{term:1}/{term|}|{}|{a:0}|{a:10000}|{a b}|{a..b}|a b|a%2|{{a}}|{a-b}")]
    [InlineData("uuid", "2EB8AA08-aa98-11ea-b4aa-73b441d16380|00000000-0000-0000-0000-000000000000", "2eb8aa08-aa98-11ea-b4aa-73b441d1638|2eb8aa08aa9811eab4aa73b441d16380|2eb8-aa08-aa98-11ea-b4aa73b44-1d16380|2eb8aa08-aa98-11ea-b4ga-73b441d16380|")]
    [InlineData("json-pointer", "/foo/bar~0/baz~1/%a||/|/foo//bar|/a b|/~01|/日本", "/foo/bar~|/~2|a|#|#/|/~0~|some/thing|/foo/bar~0/baz~1~")]
    [InlineData("relative-json-pointer", "0|1|0/foo/bar|2/0/baz|0#|120/foo|0+1|1-2/x|3+10#", "/foo/bar|-1/foo|+1/foo|0##|01/a|01#||0+0|0-01|0x|1+")]
    [InlineData("regex", "([abc])+\\s+$|^(?!a)b|(?<=x)y|(a)\\1|\\p{Script=Han}|", "^(abc]|\\a|\\Z|a{2,1}|[z-a]")]
    public void Format_Asserted_FollowsItsDefinition(string format, string valid, string invalid)
    {
        var schema = Compile($$"""{"format":"{{format}}"}""", s_asserted);
        Assert.All(Split(valid), text => Assert.True(schema.Validate(Json(text)).IsValid, $"{text} should be valid"));
        Assert.All(Split(invalid), text => Assert.Equal(["schema-format # /format"], Tell(schema.Validate(Json(text)))));
        // Only strings are concerned.
        Assert.True(schema.Validate(Bytes("12")).IsValid);
    }

    [Fact]
    public void Format_NotAsserted_IsOnlyAnnotation() => IsValid("""{"format":"date"}""", "\"never\"");

    [Fact]
    public void Format_NotKnown_IsOnlyAnnotation() => IsValid("""{"format":"postal-code"}""", "\"x\"", s_asserted);

    /// <summary>A list between bars; a bar that belongs to a case is written as the pair of a path and a bar.</summary>
    private static string[] Split(string list) =>
        [.. list.Replace("http://a/|b", "http://a/\u0001b", StringComparison.Ordinal).Split('|').Select(t => t.Replace('\u0001', '|'))];

    private static byte[] Json(string text) => JsonSerializer.SerializeToUtf8Bytes(text);
}
