using JcmHub.Domain.Adjustments;
using JcmHub.Domain.Comparison;
using JcmHub.Domain.Credits;
using JcmHub.Domain.Eligibility;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Ledger.Accounts;
using JcmHub.Domain.Ledger.Operations;
using JcmHub.Domain.Parties;
using JcmHub.Domain.Projects;
using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Tests.Ledger.Operations;

/// <summary>
/// Flow A with operations in both registries at once: a ledger in memory, and two registries and a market that answer when the test says so.
/// Every entry is replayed by <see cref="Ledgers"/>, which asserts that the journal holds and gives the same blocks.
/// </summary>
internal sealed class TwoRegistries
{
    private static readonly DateOnly Day = new(2025, 11, 11);
    private static readonly EligibilityGate Gate = new(new Market("GX-ETS", [Ledgers.Rule(2021)]) { AuthorizedFor = [Ledgers.Rule(UsePurpose.Ndc)] }, Disputes.None);
    private static readonly Party Japan = new(PartyId.Japan, "Japan") { StandingAuthorizations = [Ledgers.Rule(Agreement.Yes)] };
    private static readonly Party Host = Ledgers.Host with { Article6RulesAgreed = [Ledgers.Rule(Agreement.Yes)] };

    private readonly Dictionary<string, Operation> _operations = [];
    private readonly Dictionary<Destination, long> _applied = [];

    public static IReadOnlyDictionary<string, RegistryAccount> Accounts { get; } = new RegistryAccount[]
    {
        new("TH-GOV", AccountType.GovernmentHolding, "Thailand", "TH", AccountStatus.Open), new("TH-ENT", AccountType.EntityHolding, "A Thai company", "TH", AccountStatus.Open),
        new("TH-RET", AccountType.Retirement, "Thailand", "TH", AccountStatus.Open), new("TH-CAN", AccountType.Cancellation, "Thailand", "TH", AccountStatus.Open), new("JP-GOV", AccountType.GovernmentHolding, "Japan", "JP", AccountStatus.Open),
        new("JP-ENT", AccountType.EntityHolding, "A company", "JP", AccountStatus.Open), new("JP-RET", AccountType.Retirement, "Japan", "JP", AccountStatus.Open),
    }.ToDictionary(account => account.Number);

    public Ledgers Ledger { get; } = Ledgers.Notified(IssuanceFlow.A, Host, authorised: true, (2021, 70, 60), (2022, 40, 30));

    public IReadOnlyCollection<Operation> Operations => _operations.Values;

    /// <summary>Asks for an operation; a refusal changes nothing.</summary>
    public string? Ask(string id, OperationKind kind, string from, string to, long tonnes, int parts)
    {
        var request = new OperationRequest(id, kind, Ledgers.Thailand, PartyId.Parse(from[..2]), ProjectId.Parse("TH014"), from, to, tonnes)
        {
            AcquiringParty = kind == OperationKind.InternationalTransfer ? PartyId.Japan : null,
            Purpose = kind != OperationKind.Retirement ? null : tonnes % 2 == 0 ? UsePurpose.Ndc : UsePurpose.Oimp,
            UseYear = kind == OperationKind.Retirement ? Day.Year : null,
        };
        var held = Ledger.Blocks.Where(block => block.Registry == request.Registry).ToArray();
        if (OperationRules.CheckAccounts(request, Accounts[from], Accounts[to]) is [var wrong, ..])
            return wrong.Code;
        var (units, error) = UnitSelection.Choose(request, held, [.. _operations.Values.Where(other => other.Request.Registry == request.Registry).SelectMany(other => other.Planned)]);
        if (error is not null)
            return error.Code;
        var chosen = held.Where(block => units.Any(range => range.Overlaps(block.Units))).ToArray();
        if (request.AcquiringParty is not null && InternationalTransfers.Check(Ledger.Issuance, chosen, tonnes, Ledger.Blocks, _operations.Values, Host, [], Day).Errors is [var first, ..])
            return first.Code;
        if (OperationRules.CheckUse(request, Japan, Day, chosen, block => Ledger.Issuance.AuthorizationOf(block)?.Purposes).Errors is [var misuse, ..])
            return misuse.Code;
        _operations.Add(request.Key, new Operation
        {
            Request = request, InputHash = id, RequestedBy = new Author("registry", "registry", request.Registry), RequestedAt = default, To = Accounts[to], Units = units,
            State = OperationState.Reserving, OutAccount = request.AcquiringParty is null ? null : Host.TransferOutAccount,
        });
        for (; parts > 0 && _operations[request.Key].State == OperationState.Reserving; parts--)
            Continue(request.Key);
        return null;
    }

    /// <summary>The host approves, or rejects, an international transfer whose units are reserved.</summary>
    public void Decide(string key, bool isApproved)
    {
        _operations[key] = isApproved
            ? _operations[key] with { ApprovedOn = Day }
            : _operations[key] with { State = OperationState.Settling, IsApplied = false, RefusalCodes = ["transfer-rejected"] };
        Finish(key);
    }

    /// <summary>The next part of an operation that is unfinished.</summary>
    public void Continue(string key) => Ledger.Write(entry =>
    {
        var operation = _operations[key];
        var blocks = Ledger.Blocks.Where(block => block.Registry == operation.Request.Registry).ToArray();
        var mine = blocks.Where(block => block.Operation == key).ToArray();
        switch (operation.State)
        {
            case OperationState.Reserving:
                _operations[key] = OperationSteps.Reserve(operation, [.. blocks.Where(block => block.Operation is null)], entry, mine);
                return Ledger.Issuance;
            case OperationState.Approving:
                _operations[key] = InternationalTransfers.Send(operation, Ledger.Issuance, mine, entry);
                return Ledger.Issuance;
            case OperationState.Settling when operation is { Request.AcquiringParty: not null, IsApplied: true }:
                (_operations[key], var transferred) = InternationalTransfers.Settle(operation, Ledger.Issuance, mine, Host, entry);
                return transferred;
            default:
                _operations[key] = OperationSteps.Settle(operation, mine, entry);
                var used = FirstTransfer.ObligeUsed(Ledger.Issuance, operation, mine, Host, entry);
                EligibleCredits.Tell(used, RecordCause.Operation(key), Gate, entry);
                return used;
        }
    });

    /// <summary>The host authorises what its government holds.</summary>
    public string? Authorize(string id, long quantity, string purposes, OimpFirstTransfer? definition) =>
        Ledger.Authorize(new Authorization(id, "CA0004", purposes, new WholeTonnes(quantity), new DateOnly(2025, 11, 1)) { FirstTransferDefOimp = definition }, Japan, "TH-GOV");

    /// <summary>A destination answers the next record of its stream; where none waits, nothing.</summary>
    public void Answer(Destination destination, bool isApplied, long most)
    {
        var number = _applied.GetValueOrDefault(destination) + 1;
        if (Ledger.Records.FirstOrDefault(record => record.Id.Destination == destination && record.Id.Number == number) is not { Content: { } content, Id: var id })
            return;
        _applied[destination] = number;
        if (content.Cause.Kind == CauseKind.Operation)
            Answer(id, content, isApplied);
        else
            Ledger.Write(entry =>
            {
                var receipt = Ledger.Applied(id, most);
                Assert.Null(Ledger.WhyNot(receipt));
                var booked = Ledger.Booked(receipt, entry);
                return booked with { Records = [.. booked.Records, .. EligibleCredits.Tell(booked, content.Cause, Gate, entry)] };
            });
    }

    private void Answer(RecordId id, RecordContent content, bool isApplied)
    {
        if (id.Destination == Destination.GxEts)
            return;
        var key = content.Cause.Id;
        var receipt = new Receipt(id, "sha-256:1", isApplied, Day)
        {
            Blocks = isApplied ? [.. content.Blocks.Select(block => new ReceiptBlock(block.Units, block.Vintage, _operations[key].OutAccount ?? _operations[key].To.Number, block.RegistrySerials!.Value))] : [],
            Codes = isApplied ? [] : ["account-unknown"],
        };
        Assert.Null(ReceiptRules.CheckContent(receipt, OperationSteps.Demand(_operations[key], content.Blocks)));
        _operations[key] = OperationSteps.Receipted(_operations[key], receipt, default);
        Finish(key);
    }

    private void Finish(string key)
    {
        while (_operations[key].IsUnfinished)
            Continue(key);
    }
}
