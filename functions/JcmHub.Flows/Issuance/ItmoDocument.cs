using System.Text.Json.Nodes;
using JcmHub.Domain.Credits;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;

namespace JcmHub.Flows.Issuance;

/// <summary>
/// The ITMO identifiers of a block, in parts and as text (6/CMA.4 annex I, para 5; the newest nomenclature has the numbers as plain integers
/// and the other parts in columns of their own). What is assumed stands beside them; a part that is not known is absent, and so is the text.
/// </summary>
internal static class ItmoDocument
{
    /// <summary>Adds the identifiers to a block's document, where its units are ITMOs.</summary>
    /// <param name="json">The block's document.</param>
    /// <param name="block">The block.</param>
    /// <param name="authorization">The authorisation under which it stands, if any.</param>
    /// <param name="host">The host, with the rules that hold for the project.</param>
    public static void Put(JsonObject json, UnitBlock block, Authorization? authorization, Party host)
    {
        if (authorization is null || block.FirstTransferredOn is not { } day)
            return;
        var registry = host.ItmoRegistries.On(day);
        if (ItmoIdentifiers.Of(block, authorization.CooperativeApproach, registry?.Value, host.Iso3) is not { } itmos)
            return;
        var document = new JsonObject
        {
            ["cooperativeApproach"] = itmos.CooperativeApproach,
            ["originatingParty"] = itmos.OriginatingParty,
            ["first"] = itmos.Numbers.First,
            ["last"] = itmos.Numbers.Last,
            ["vintage"] = itmos.Vintage.Year,
        };
        if (itmos is { Registry: { } id, First: { } first, Last: { } last })
            (document["registry"], document["firstId"], document["lastId"]) = (id, first, last);
        document["assumed"] = JsonWords.Texts(Assumed(registry, host));
        json["itmo"] = document;
    }

    private static IEnumerable<string> Assumed(DatedRule<string>? registry, Party host)
    {
        yield return "The hub's unit numbers stand for the sequence numbers: no registry has told of its own.";
        if (registry is null)
            yield return $"{host.Name}'s ITMO registry is not known, so there is no identifier as one text.";
        else if (!registry.IsSure)
            yield return $"{host.Name}'s ITMO registry is {registry.Value}{registry.Caveat}.";
    }
}
