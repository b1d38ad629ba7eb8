using System.Diagnostics.CodeAnalysis;
using JcmHub.Domain.Parties;

namespace JcmHub.Domain.Ledger;

/// <summary>Where a stream of records ends: a Party's registry, such as <c>JP</c>, or the market <c>GX-ETS</c> (D5).</summary>
public readonly record struct Destination
{
    private const string Market = "GX-ETS";
    private readonly string? _code;

    private Destination(string code) => _code = code;

    /// <summary>Japan's emissions trading scheme.</summary>
    public static Destination GxEts { get; } = new(Market);

    /// <summary>The Party's code, or <c>GX-ETS</c>.</summary>
    public string Code => _code ?? throw new InvalidOperationException("This destination was never set.");

    /// <summary>The Party whose registry it is; null for a market.</summary>
    public PartyId? Party => PartyId.TryParse(_code, out var party) ? party : null;

    /// <summary>The registry of a Party.</summary>
    public static implicit operator Destination(PartyId party) => FromPartyId(party);

    /// <summary>The registry of a Party.</summary>
    public static Destination FromPartyId(PartyId party) => new(party.Code);

    /// <summary>Reads a Party's two letters or <c>GX-ETS</c>.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Destination destination)
    {
        var known = text == Market || PartyId.TryParse(text, out _);
        destination = known ? new Destination(text!) : default;
        return known;
    }

    /// <summary>Reads a Party's two letters or <c>GX-ETS</c>.</summary>
    /// <exception cref="FormatException">The text is anything else.</exception>
    public static Destination Parse(string text) =>
        TryParse(text, out var destination) ? destination : throw new FormatException($"\"{text}\" is not a Party's code, nor {Market}.");

    /// <inheritdoc />
    public override string ToString() => _code ?? string.Empty;
}
