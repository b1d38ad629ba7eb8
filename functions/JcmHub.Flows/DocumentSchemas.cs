using JcmHub.Domain.Ledger.Operations;
using JcmHub.Domain.Methodologies;
using JcmHub.JsonSchema;

namespace JcmHub.Flows;

/// <summary>The compiled schemas of documents, by name, such as <c>messages/receipt-1.0</c>.</summary>
public sealed class DocumentSchemas(IReadOnlyDictionary<string, CompiledSchema> schemas)
{
    /// <summary>The schema of monitoring reports.</summary>
    public const string MonitoringReport = "reports/monitoring-report-1.0";

    /// <summary>The schema of verification statements.</summary>
    public const string VerificationStatement = "messages/verification-statement-1.0";

    /// <summary>The schema of issuance requests.</summary>
    public const string IssuanceRequest = "messages/issuance-request-1.0";

    /// <summary>The schema of completeness checks.</summary>
    public const string CompletenessCheck = "messages/completeness-check-1.0";

    /// <summary>The schema of Joint Committee decisions.</summary>
    public const string JointCommitteeDecision = "messages/joint-committee-decision-1.0";

    /// <summary>The schema of a host's confirmations that its fees were paid.</summary>
    public const string FeePayment = "messages/fee-payment-1.0";

    /// <summary>The schema of participants' answers to findings.</summary>
    public const string FindingsAnswer = "messages/findings-answer-1.0";

    /// <summary>The schema of withdrawals.</summary>
    public const string Withdrawal = "messages/withdrawal-1.0";

    /// <summary>The schema of transfer approvals.</summary>
    public const string TransferApproval = "messages/transfer-approval-1.0";

    /// <summary>The schema of authorisations that come after the decision.</summary>
    public const string AuthorizationGrant = "messages/authorization-grant-1.0";

    /// <summary>The schema of requests for what a registry has not issued.</summary>
    public const string RestRequest = "messages/rest-request-1.0";

    /// <summary>The schema of corrections of issued units.</summary>
    public const string Correction = "messages/correction-1.0";

    /// <summary>The schema of a registry's accounts.</summary>
    public const string RegistryAccounts = "messages/registry-accounts-1.0";

    /// <summary>The schema of steps of corresponding adjustments.</summary>
    public const string AdjustmentStep = "messages/adjustment-step-1.0";

    /// <summary>The schema of a government's acknowledgement of its notified amount.</summary>
    public const string NotificationAcknowledgement = "messages/notification-acknowledgement-1.0";

    /// <summary>The schema of whatever is acknowledged.</summary>
    public const string Acknowledgement = "messages/acknowledgement-1.0";

    /// <summary>The schema of an operator's word that a key is compromised.</summary>
    public const string KeyDistrust = "messages/key-distrust-1.0";

    /// <summary>The schema of repairs of a journal.</summary>
    public const string JournalRepair = "messages/journal-repair-1.0";

    /// <summary>The schema of registries' snapshots.</summary>
    public const string RegistrySnapshot = "snapshots/registry-snapshot-1.0";

    /// <summary>The schema of records that leave the hub.</summary>
    public const string Record = "messages/record-1.0";

    /// <summary>The schema of receipts.</summary>
    public const string Receipt = "messages/receipt-1.0";

    /// <summary>The schema of a registry's request for an operation.</summary>
    public static string OperationRequest(OperationKind kind) => $"messages/{kind.ToString().ToLowerInvariant()}-request-1.0";

    /// <summary>Every error of a document against a schema; none where it is valid.</summary>
    public IReadOnlyList<Finding> Check(string schema, ReadOnlyMemory<byte> document) => Findings(Schema(schema).Validate(document));

    /// <summary>The same for a document that is read as it comes and never held whole; its values pass to a sink.</summary>
    public async Task<IReadOnlyList<Finding>> CheckAsync(string schema, Stream document, IValueSink sink, CancellationToken cancellationToken) =>
        Findings(await Schema(schema).ValidateAsync(document, sink, cancellationToken));

    private CompiledSchema Schema(string name) => schemas.GetValueOrDefault(name) ?? throw new InvalidDataException($"The schema {name}.json is missing.");

    private static IReadOnlyList<Finding> Findings(ValidationResult result) =>
        [.. result.Errors.Select(error => new Finding(
            error.Code, error.InstanceLocation,
            $"{error.Message} (line {error.Line}, column {error.Column})",
            $"{error.MessageJa}（{error.Line}行{error.Column}列）"))];
}
