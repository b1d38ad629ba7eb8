using System.Text.Json;
using JcmHub.Domain.Credits;
using JcmHub.Domain.Quantities;

namespace JcmHub.Flows.Issuance;

/// <summary>An authorisation as a government sends it: alone, or in a correction.</summary>
internal static class AuthorizationDocument
{
    /// <summary>Reads an authorisation whose quantity is a decimal string.</summary>
    public static Authorization Parse(JsonElement item) => new(
        item.Text("authorizationId"), item.Text("cooperativeApproach"), item.Text("purposes"), new WholeTonnes(item.Number("quantity")), item.Day("authorizedOn"))
    {
        ChangeAfterFirstTransfer = Terms(item),
        FirstTransferDefOimp = Definition(item),
    };

    /// <summary>What it counts as first transfer for other purposes; null where it does not say.</summary>
    public static OimpFirstTransfer? Definition(JsonElement authorization) =>
        authorization.TryGetProperty("firstTransferDefOimp", out _) ? authorization.Word<OimpFirstTransfer>("firstTransferDefOimp") : null;

    /// <summary>What it says of changes after first transfer; null where it says nothing.</summary>
    public static ChangeTerms? Terms(JsonElement authorization) => authorization.TryGetProperty("changeAfterFirstTransfer", out var item)
        ? new ChangeTerms(Enum.Parse<ChangeRule>(item.Text("rule"), ignoreCase: true), item.Text("terms"), item.Text("source"))
        : null;
}
