namespace JcmHub.JsonSchema.Formats;

/// <summary>The formats that can be asserted: all that 2020-12 defines but one.</summary>
internal static class FormatCatalogue
{
    /// <summary>Needs the tables of IDNA 2008, which the base library does not have.</summary>
    public const string NotKnown = "idn-hostname";

    private static readonly Dictionary<string, FormatTest> s_tests = new()
    {
        ["date"] = DateFormats.IsDate,
        ["date-time"] = DateFormats.IsDateTime,
        ["time"] = DateFormats.IsTime,
        ["duration"] = DateFormats.IsDuration,
        ["email"] = NetworkFormats.IsEmail,
        ["idn-email"] = NetworkFormats.IsIdnEmail,
        ["hostname"] = NetworkFormats.IsHostname,
        ["ipv4"] = NetworkFormats.IsIpv4,
        ["ipv6"] = NetworkFormats.IsIpv6,
        ["uri"] = UriFormats.IsUri,
        ["uri-reference"] = UriFormats.IsUriReference,
        ["iri"] = UriFormats.IsIri,
        ["iri-reference"] = UriFormats.IsIriReference,
        ["uri-template"] = UriFormats.IsUriTemplate,
        ["uuid"] = TextFormats.IsUuid,
        ["json-pointer"] = TextFormats.IsJsonPointer,
        ["relative-json-pointer"] = TextFormats.IsRelativeJsonPointer,
        ["regex"] = TextFormats.IsRegex,
    };

    public static FormatTest? Find(string name) => s_tests.GetValueOrDefault(name);
}
