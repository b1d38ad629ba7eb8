using System.Text.Json.Nodes;
using JcmHub.Flows.Issuance;

namespace JcmHub.Flows.Decisions;

/// <summary>A decision as it stands: who approved, what it waits for, its warnings and its working.</summary>
public sealed class ReadDecision(Ledger ledger)
{
    /// <summary>A decision by its id.</summary>
    /// <returns>Refusal <c>decision-unknown</c> (404).</returns>
    public async Task<Outcome<JsonObject>> ReadAsync(string decisionId, CancellationToken cancellationToken) =>
        DecisionRefusals.TryHostOf(decisionId, out var host) && await ledger.View(host).DecisionAsync(decisionId, cancellationToken) is { Value: var state }
            ? Document(state)
            : DecisionRefusals.Unknown(decisionId);

    /// <summary>The document of a decision.</summary>
    public static JsonObject Document(DecisionState state) => DecisionStateDocument.Write(state);
}
