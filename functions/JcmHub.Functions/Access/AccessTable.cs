using JcmHub.Flows;
using JcmHub.Functions.Triggers;

namespace JcmHub.Functions.Access;

/// <summary>
/// Who may call what: the one table of route, role and Party, enforced by <see cref="AccessMiddleware"/>. A function that is not
/// here may be called by nobody. Unless a row says <see cref="Route.IsOwnOnly"/>, a caller of Japan or without a Party reaches
/// every host's matters and a caller of another Party its own only; a participant reaches its own projects only.
/// </summary>
internal static class AccessTable
{
    /// <summary>Every HTTP function, in the order of the design's table. Each row here has its row in <c>access-matrix.md</c> of the tests.</summary>
    public static IReadOnlyList<Route> Routes { get; } =
    [
        new("POST reports", nameof(Reports.PostReport), Whose.Document, [Role.Participant], "Submit a monitoring report of up to 64 MB.")
        {
            Body = DocumentSchemas.MonitoringReport, Answer = "answers/submission-1.0", Status = 202,
            Codes = "project-unknown methodology-unknown project-not-yours project-withdrawn wrong-party outside-crediting-period period-not-over report-overlaps "
                + "replaces-unknown replaces-not-free report-too-large idempotency-key-invalid idempotency-key-reused reports-busy",
        },
        new("POST reports/uploads", nameof(Uploads.PostUpload), Whose.Document, [Role.Participant], "A write-only address for a report of up to 2 GB.")
        { HasNoBody = true, Answer = "answers/upload-address-1.0", Status = 201 },
        new("GET reports/uploads/{upload}", nameof(Uploads.GetUpload), Whose.OwnPart, [Role.Participant],
            "What became of an upload, told to who asked for its address.") { Answer = "answers/upload-state-1.0", Codes = "upload-unknown" },
        new("GET reports/{id}", nameof(Reports.GetReport), Whose.Report,
            [Role.Participant, Role.ThirdPartyEntity, Role.Secretariat, Role.Government, Role.Registry, Role.Reviewer, Role.Operator],
            "A report's whole way so far, from upload to the last receipt.") { Answer = "answers/report-state-1.0", Codes = "report-unknown" },
        new("GET reports/{id}/trace", nameof(Reports.GetTrace), Whose.Report,
            [Role.Participant, Role.ThirdPartyEntity, Role.Secretariat, Role.Government, Role.Reviewer, Role.Operator],
            "The calculation trace: inputs, every intermediate value, every rounding.") { Codes = "report-unknown report-not-ready" },
        new("POST reports/{id}/verification", nameof(Reports.PostVerification), Whose.Report, [Role.ThirdPartyEntity],
            "A third-party entity's statement: verified, or returned with findings.")
        {
            Body = DocumentSchemas.VerificationStatement, Answer = "answers/report-state-1.0",
            Codes = "report-unknown report-not-ready entity-not-yours verifier-is-submitter already-verified verification-content verification-tonnes "
                + "third-party-entity-country dates-out-of-order day-in-future report-withdrawn report-replaced",
        },
        new("POST reports/{id}/answer", nameof(Reports.PostAnswer), Whose.Report, [Role.Participant],
            "The participants answer the findings of a returned report.")
        { Body = DocumentSchemas.FindingsAnswer, Answer = "answers/report-state-1.0", Codes = "report-unknown report-not-ready findings-already-answered report-withdrawn report-replaced dates-out-of-order day-in-future" },
        new("POST reports/{id}/withdrawal", nameof(Reports.PostWithdrawal), Whose.Report, [Role.Participant],
            "The participants withdraw the report or its issuance request, before the decision.")
        {
            Body = DocumentSchemas.Withdrawal, Answer = "answers/report-state-1.0",
            Codes = "report-unknown report-not-ready already-withdrawn report-replaced report-already-decided dates-out-of-order day-in-future command-reused ledger-busy",
        },
        new("POST reports/{id}/documents/{kind}/{version}", nameof(Documents.PostDocument), Whose.Report,
            [Role.ThirdPartyEntity, Role.Secretariat, Role.Government],
            "Attach a verification report, decision or authorisation letter, full or redacted.")
        {
            BodyTypes = ["application/pdf", "text/plain"], Answer = "answers/document-1.0", Status = 201,
            Codes = "report-unknown document-kind-unknown document-not-yours media-type-unsupported document-empty document-too-large documents-too-many",
        },
        new("GET reports/{id}/documents/{hash}", nameof(Documents.GetDocument), Whose.Report,
            [Role.Participant, Role.ThirdPartyEntity, Role.Secretariat, Role.Government, Role.Reviewer, Role.Operator],
            "An attached document by its content hash, full versions too.") { AnswerType = "application/pdf", Codes = "document-unknown" },
        new("GET public/reports/{id}/documents/{hash}", nameof(Documents.GetPublicDocument), Whose.Everyones, [],
            "The redacted version of an attached document.") { IsOpen = true, AnswerType = "application/pdf", Codes = "document-unknown" },
        new("POST reports/{id}/issuance-request", nameof(Reports.PostIssuanceRequest), Whose.Report, [Role.Participant],
            "The participants request the issuance of a verified report's credits.")
        { Body = DocumentSchemas.IssuanceRequest, Answer = "answers/report-state-1.0", Codes = "report-unknown report-not-ready issuance-already-requested report-withdrawn report-replaced dates-out-of-order day-in-future" },
        new("POST reports/{id}/completeness", nameof(Reports.PostCompleteness), Whose.Report, [Role.Secretariat],
            "One side's secretariat (for Japan JCMA) finds the issuance request complete.")
        { Body = DocumentSchemas.CompletenessCheck, Answer = "answers/report-state-1.0", Codes = "report-unknown report-not-ready completeness-already-checked report-withdrawn report-replaced dates-out-of-order day-in-future" },
        new("POST decisions", nameof(Decisions.PostDecision), Whose.Document, [Role.Government],
            "One government's approval of a Joint Committee decision; it is in force when both have approved the same content.")
        {
            Body = DocumentSchemas.JointCommitteeDecision, Answer = "answers/decision-state-1.0",
            Codes = "wrong-party approver-of-other-side share-out-of-range project-unknown party-unknown decision-party decision-in-force decision-too-large report-unknown "
                + "report-not-ready report-already-decided report-withdrawn report-replaced project-not-registered decision-project-twice amount-too-large vintage-before-2013 "
                + "allocation-sum allocation-vintage allocation-shares allocation-residual recipient-twice allocation-not-as-registered minimum-share nothing-to-issue "
                + "outside-crediting-period entity-not-designated not-on-positive-list transfer-cap retained-share issuance-flow-unknown "
                + "party-accounts-unknown methodology-not-admitted article6-rules-not-agreed japan-authorization-missing first-transfer-undefined authorization-quantity "
                + "authorization-later vintage-before-2021 dates-out-of-order day-in-future account-unknown account-restricted "
                + "account-suspended account-closed account-type ledger-busy",
        },
        new("GET decisions/{id}", nameof(Decisions.GetDecision), Whose.Decision, [Role.Secretariat, Role.Government, Role.Reviewer, Role.Operator],
            "A decision: approvals, what it waits for, the working of each allocation, warnings, fees.")
        { Answer = "answers/decision-state-1.0", Codes = "decision-unknown" },
        new("POST decisions/{id}/fee-payment", nameof(Decisions.PostFeePayment), Whose.Decision, [Role.Government],
            "The host's government confirms that its fees were paid.")
        {
            IsOwnOnly = true, Body = DocumentSchemas.FeePayment, Answer = "answers/decision-state-1.0",
            Codes = "decision-unknown decision-changed approval-void dates-out-of-order fee-none fee-already-paid day-in-future report-not-ready report-already-decided command-reused ledger-busy",
        },
        new("POST decisions/{id}/rest-request", nameof(Decisions.PostRestRequest), Whose.Decision, [Role.Government, Role.Registry],
            "A government, or the registry itself, has a registry asked for what it did not issue of a decision on one project.")
        { Body = DocumentSchemas.RestRequest, Codes = "decision-unknown rest-nothing wrong-party command-reused ledger-busy" },
        new("GET credits", nameof(Credits.GetCredits), Whose.PartyOfQuery, [Role.Registry, Role.Reviewer, Role.Operator],
            "A page of the unit blocks of a host's credits, in its own registry and in Japan's; every page of a walk is as of the same journal entry.")
        {
            Query = ["party", "project", "vintage", "registry", "account", "state", "cursor", "limit"], Answer = "answers/blocks-1.0",
            Codes = "party-missing party-unknown cursor-unreadable limit-unreadable filter-unreadable",
        },
        new("GET credits/totals", nameof(Credits.GetCreditTotals), Whose.PartyOfQuery, [Role.Registry, Role.Reviewer, Role.Operator],
            "A host's tonnes by project, vintage, registry, account and state.") { Query = ["party"], Codes = "party-missing party-unknown" },
        new("GET credits/{serial}", nameof(Credits.GetCredit), Whose.OwnPart, [Role.Registry, Role.Reviewer, Role.Operator],
            "One unit: the block that holds it, and every block that ever did, with who, when and why.") { Codes = "serial-unreadable unit-unknown wrong-party" },
        new("POST credits/transfers", nameof(Credits.PostTransfer), Whose.Document, [Role.Registry, Role.Government],
            "A registry asks for a transfer between two of its holding accounts, or the host's registry or government for one to an account of Japan's registry.")
        {
            Body = "messages/transfer-request-1.0", Answer = "answers/operation-1.0", Status = 202,
            Codes = "operation-reused range-reversed account-same account-unknown account-restricted account-suspended account-closed account-type balance-insufficient "
                + "units-not-held units-doubled units-quantity units-reserved units-blocked units-reconciling operation-too-fragmented party-unknown wrong-party command-reused ledger-busy"
                + " role-not-allowed units-not-authorised transfer-mixed transfer-cap retained-share fee-not-paid",
        },
        new("POST credits/retirements", nameof(Credits.PostRetirement), Whose.Document, [Role.Registry],
            "A registry asks for a retirement, toward its Party's NDC or another purpose.")
        {
            Body = "messages/retirement-request-1.0", Answer = "answers/operation-1.0", Status = 202,
            Codes = "operation-reused range-reversed account-same account-unknown account-restricted account-suspended account-closed account-type balance-insufficient "
                + "units-not-held units-doubled units-quantity units-reserved units-blocked units-reconciling operation-too-fragmented party-unknown wrong-party command-reused ledger-busy"
                + " units-not-authorised units-not-transferred use-year-too-early use-year-to-come use-outside-ndc-period",
        },
        new("POST credits/cancellations", nameof(Credits.PostCancellation), Whose.Document, [Role.Registry],
            "A registry asks for a cancellation.")
        {
            Body = "messages/cancellation-request-1.0", Answer = "answers/operation-1.0", Status = 202,
            Codes = "operation-reused range-reversed account-same account-unknown account-restricted account-suspended account-closed account-type balance-insufficient "
                + "units-not-held units-doubled units-quantity units-reserved units-blocked units-reconciling operation-too-fragmented duty-unknown duty-discharged duty-exceeded party-unknown wrong-party command-reused ledger-busy",
        },
        new("GET credits/corrections", nameof(Corrections.GetCorrections), Whose.PartyOfQuery, [Role.Government, Role.Registry, Role.Reviewer, Role.Operator],
            "The corrections of a host's credits; open ones only where asked, duties to replace with their age.")
        { Query = ["party", "kind", "open"], Answer = "answers/corrections-1.0", Codes = "party-missing party-unknown" },
        new("POST credits/corrections", nameof(Corrections.PostCorrection), Whose.Document, [Role.Government],
            "One government's approval of a correction of issued units; it is in force when both have approved the same content.")
        {
            Body = DocumentSchemas.Correction, Answer = "answers/correction-state-1.0",
            Codes = "decision-unknown correction-in-force correction-day correction-tonnes operation-reused correction-units correction-whole correction-too-fragmented authorization-nothing authorization-in-use "
                + "article6-rules-not-agreed japan-authorization-missing vintage-before-2021 authorization-later first-transfer-undefined authorization-quantity account-same account-unknown account-restricted "
                + "account-suspended account-closed account-type balance-insufficient units-reconciling operation-too-fragmented wrong-party command-reused ledger-busy",
        },
        new("POST credits/authorizations", nameof(Credits.PostAuthorization), Whose.Document, [Role.Government],
            "The host's government authorises units after the decision; Japan's authorisation is its standing one.")
        {
            Body = DocumentSchemas.AuthorizationGrant,
            Codes = "decision-unknown authorization-exists article6-rules-not-agreed japan-authorization-missing vintage-before-2021 authorization-later first-transfer-undefined "
                + "authorization-nothing authorization-quantity authorization-too-fragmented wrong-party command-reused ledger-busy",
        },
        new("POST credits/transfers/{id}/approval", nameof(Credits.PostTransferApproval), Whose.Decision, [Role.Government],
            "The host approves the international transfer of a decision's units, or approves or rejects one that its registry asks for.")
        {
            IsOwnOnly = true, Body = DocumentSchemas.TransferApproval, Answer = "answers/approved-transfer-1.0",
            Codes = "decision-unknown operation-unknown transfer-not-issued transfer-nothing transfer-already-approved transfer-already-ended transfer-decided units-reconciling transfer-cap retained-share fee-not-paid account-restricted account-suspended account-closed account-type dates-out-of-order day-in-future command-reused ledger-busy",
        },
        new("GET article6/{party}/balance", nameof(Article6.GetBalance), Whose.Party, [Role.Reviewer, Role.Registry, Role.Operator],
            "What corresponding adjustments do to a Party's emissions balance: first transfers added, uses toward its NDC subtracted.") { Answer = "answers/balance-1.0", Codes = "party-unknown" },
        new("POST article6/{party}/adjustments/{id}/steps", nameof(Article6.PostAdjustmentStep), Whose.Party, [Role.Government, Role.Reviewer],
            "The host's government says when it reported or applied a corresponding adjustment, a reviewer when its review ended.")
        { Body = DocumentSchemas.AdjustmentStep, Codes = "party-unknown adjustment-unknown adjustment-order adjustment-day day-in-future command-reused ledger-busy" },
        new("GET registries/{party}/public", nameof(RegistryAccounts.GetPublicLists), Whose.Everyones, [],
            "What a registry publishes: holders of entity accounts, amounts per kind of account, the transactions of each year.") { IsOpen = true, Codes = "party-unknown" },
        new("PUT registries/{party}/accounts", nameof(RegistryAccounts.PutAccounts), Whose.Party, [Role.Registry],
            "A registry tells which accounts it keeps; nothing moves to one that it has not told of.")
        { IsOwnOnly = true, Body = DocumentSchemas.RegistryAccounts, Codes = "party-unknown accounts-registry account-doubled accounts-in-the-future accounts-stale" },
        new("GET gx-ets/eligible-credits", nameof(GxEts.GetEligibleCredits), Whose.OwnPart, [Role.MarketOperator, Role.Reviewer, Role.Operator],
            "The credits that became eligible for GX-ETS, each once with its evidence: a cursor feed; of a caller's Party its own.")
        { Query = ["after"], Codes = "cursor-unreadable" },
        new("GET gx-ets/eligibility", nameof(GxEts.GetEligibility), Whose.PartyOfQuery, [Role.MarketOperator, Role.Registry, Role.Reviewer, Role.Operator],
            "Whether GX-ETS can take the units of an account or with a number, and which rules they do not meet.")
        { Query = ["party", "registry", "account", "serial", "after"], Codes = "party-missing party-unknown serial-unreadable cursor-unreadable" },
        new("POST registries/{party}/acknowledgements", nameof(Records.PostAcknowledgement), Whose.Party, [Role.Registry, Role.MarketOperator, Role.Government],
            "A registry's signed receipt; or the word of a government without a registry for the amount that it was notified of.")
        {
            IsOwnOnly = true, Body = DocumentSchemas.Acknowledgement,
            Codes = "record-unknown range-reversed receipt-out-of-order receipt-mismatch receipt-for-another-record receipt-differs receipt-in-the-future signature-malformed "
                + "signature-algorithm signature-key-unknown signature-key-expired signature-wrong signature-other-sender signature-key-distrusted "
                + "party-unknown wrong-party decision-unknown acknowledgement-not-due acknowledgement-already-made acknowledgement-tonnes "
                + "acknowledgement-day command-reused ledger-busy",
        },
        new("GET keys", nameof(Keys.GetKeys), Whose.Everyones, [],
            "The public keys with which records and receipts are signed, as a JSON Web Key Set; each with its owner, its period, and where it is distrusted.")
        { IsOpen = true },
        new("POST keys/{keyId}/distrust", nameof(Keys.PostDistrust), Whose.Everyones, [Role.Operator],
            "A key is compromised: from the next journal entry on of each host where it could count, it counts for nothing.")
        { Body = DocumentSchemas.KeyDistrust, Codes = "signature-key-unknown key-owner command-reused ledger-busy" },
        new("GET dead-letters", nameof(Records.GetDeadLetters), Whose.Everyones, [Role.Operator],
            "Records that were refused for good, whose units are held, and messages that could not be read."),
        new("POST dead-letters/{id}/replay", nameof(Records.PostReplay), Whose.Everyones, [Role.Operator],
            "Sends a refused record again as a new one, checked against today's ledger, or puts a message back into its queue.")
        { HasNoBody = true, Codes = "dead-letter-unknown dead-letter-locked replay-outdated replay-by-request command-reused ledger-busy" },
        new("PUT registries/{party}/snapshots/{date}", nameof(Reconciliations.PutSnapshot), Whose.Party, [Role.Registry, Role.Government],
            "A registry that the hub cannot ask sends what it holds, for that date's reconciliations.")
        {
            IsOwnOnly = true, Body = DocumentSchemas.RegistrySnapshot,
            Codes = "party-unknown date-unreadable snapshot-registry snapshot-block-size snapshot-stream-twice snapshot-date document-too-large",
        },
        new("GET reconciliations", nameof(Reconciliations.GetReconciliations), Whose.Everyones, [Role.Registry, Role.Reviewer, Role.Operator],
            "The dates with a reconciliation, the newest first."),
        new("GET reconciliations/{date}", nameof(Reconciliations.GetReconciliation), Whose.OwnPart, [Role.Registry, Role.Reviewer, Role.Operator],
            "The last reconciliation of a date: totals, differences, what is in flight and what is open; a registry sees its own part.")
        { Codes = "reconciliation-unknown" },
        new("POST reconciliations", nameof(Reconciliations.PostReconciliation), Whose.Everyones, [Role.Operator],
            "Compare the hub with every registry and the market now.") { HasNoBody = true },
        new("GET journals/{party}", nameof(Journals.GetJournal), Whose.Party, [Role.Reviewer, Role.Operator],
            "Whether a host's journal holds: entries that break a rule and can be repaired, with what a repair has to name, and those that were repaired.")
        { Codes = "party-unknown" },
        new("POST journals/repairs", nameof(Journals.PostJournalRepair), Whose.Document, [Role.Operator],
            "One side's operator approves the repair of an entry that a fault of the hub's broke; it is in force when operators of both sides have approved the same content.")
        {
            Body = DocumentSchemas.JournalRepair,
            Codes = "wrong-party party-unknown repair-not-needed repair-impossible repair-one-person journal-repair command-reused ledger-busy",
        },
        new("GET transactions/{id}", nameof(Records.GetTransaction), Whose.Record, [Role.Registry, Role.Reviewer, Role.Operator],
            "A record's state: the way back for a registry that is in doubt.") { Answer = "answers/transaction-1.0", Codes = "record-unknown" },
        new("GET transactions/{id}/proof", nameof(Records.GetProof), Whose.Record, [Role.Registry, Role.Reviewer, Role.Operator],
            "A record and its receipt with all that proves them: what jcmhub verify-record reads.") { Codes = "record-unknown receipt-missing" },
        new("GET health/live", nameof(Health.GetLive), Whose.Everyones, [], "The process is alive.") { IsOpen = true, Answer = "answers/health-1.0" },
        new("GET health/ready", nameof(Health.GetReady), Whose.Everyones, [], "The hub is ready to work.") { IsOpen = true, Answer = "answers/health-1.0" },
        new("GET openapi.json", nameof(Interface.GetOpenApi), Whose.Everyones, [], "This document.") { IsOpen = true },
        new("GET docs", nameof(Interface.GetDocs), Whose.Everyones, [], "This interface and every error code as a page.") { IsOpen = true, AnswerType = "text/html" },
        new("* {*address}", nameof(Interface.AnswerUnknown), Whose.Everyones, [], "Says what is wrong with an address that no other function has.")
        { IsOpen = true, IsInDocument = false },
    ];

    private static readonly Dictionary<string, Route> ByFunction = Routes.ToDictionary(route => route.Function);

    /// <summary>The row of a function; null where there is none.</summary>
    public static Route? Find(string function) => ByFunction.GetValueOrDefault(function);
}
