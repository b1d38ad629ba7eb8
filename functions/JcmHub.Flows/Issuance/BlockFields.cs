using System.Text.Json;
using JcmHub.Domain.Calendar;
using JcmHub.Domain.Credits;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;
using JcmHub.Domain.Projects;

namespace JcmHub.Flows.Issuance;

/// <summary>What a journal's reader has read of a block so far.</summary>
internal struct BlockFields
{
    public PartyId? Registry;
    public SerialRange? Units;
    public ProjectId? Project;
    public Vintage? Vintage;
    public string? Account;
    public AccountType? AccountType;
    public string? Holder;
    public string? Decision;
    public UnitState? State;
    public SerialRange? RegistrySerials;
    public SerialRange? LinkedSerials;
    public string? Authorization;
    public string? ListedIn;
    public long? ListedBy;
    public string? Operation;
    public string? MovesTo;
    public DateOnly? FirstTransferredOn;
    public OimpTerms? Oimp;
    public UnitUse? Use;
    public long Entry;

    public readonly UnitBlock Build() => new()
    {
        Registry = Registry ?? throw Missing(nameof(Registry)),
        Units = Units ?? throw Missing(nameof(Units)),
        Project = Project ?? throw Missing(nameof(Project)),
        Vintage = Vintage ?? throw Missing(nameof(Vintage)),
        Account = Account ?? throw Missing(nameof(Account)),
        AccountType = AccountType ?? throw Missing(nameof(AccountType)),
        Holder = Holder ?? throw Missing(nameof(Holder)),
        Decision = Decision ?? throw Missing(nameof(Decision)),
        State = State ?? throw Missing(nameof(State)),
        RegistrySerials = RegistrySerials,
        LinkedSerials = LinkedSerials,
        Authorization = Authorization,
        ListedIn = ListedIn,
        ListedBy = ListedBy,
        Operation = Operation,
        MovesTo = MovesTo,
        FirstTransferredOn = FirstTransferredOn,
        Oimp = Oimp,
        Use = Use,
        Entry = Entry,
    };

    private static JsonException Missing(string field) => new($"A block has no {field}.");
}
