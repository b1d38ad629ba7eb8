using System.Globalization;
using Microsoft.Data.Sqlite;

namespace JcmHub.Local.Registries;

/// <summary>
/// A registry's accounts and units inside one database transaction. Numbers its units from its own counter, from 1, in
/// order of issuance (D9). Each operation either does the whole of it or names why not; the caller rolls back then.
/// </summary>
internal sealed partial class RegistryLedger(RegistryStore store, RegistryDescription registry)
{
    /// <summary>GX-ETS takes reductions from 2021 on (domain reference 6); the simulated market checks for itself.</summary>
    private const int FirstUsableVintage = 2021;

    private readonly List<string> _codes = [];
    private readonly List<RegistryReceipt.ReceiptedBlock> _touched = [];

    /// <summary>Why what was asked for cannot be; empty where it was done.</summary>
    public IReadOnlyList<string> Codes => _codes;

    public IReadOnlyList<RegistryReceipt.ReceiptedBlock> Touched => _touched;

    public void Issue(string host, IssuanceData issuance)
    {
        foreach (var block in issuance.Blocks)
        {
            var (hubFirst, hubLast) = Range(block.HubFirst, block.HubLast, block.Tonnes);
            CheckAccount(block.Account, block.AccountType);
            if (BlocksWithin(host, hubFirst, hubLast).Count > 0)
                Refuse("units-already-issued");
            var first = NextSerial();
            if (block.LinkedTo is { } link)
                Link(link, first, hubLast - hubFirst + 1);
            if (_codes.Count > 0)
                return;
            var issued = new HeldBlock(
                first, first + (hubLast - hubFirst), host, hubFirst, hubLast, issuance.Project, block.Vintage, block.Account, block.AccountType);
            Insert(issued);
            _touched.Add(Receipted(issued));
        }
    }

    public void MoveOut(string host, InternationalTransferData transfer)
    {
        foreach (var block in transfer.Blocks)
            Move(host, new OperationData.Block(block.HubFirst, block.HubLast, block.Tonnes, block.Vintage, block.RegistryFirst, block.RegistryLast),
                block.FromAccount, block.ToAccount, block.ToAccountType);
    }

    /// <summary>A transfer, a retirement or a cancellation.</summary>
    public void Operate(string host, OperationData operation)
    {
        foreach (var block in operation.Blocks)
            Move(host, block, operation.FromAccount, operation.ToAccount, operation.ToAccountType);
    }

    private void Move(string host, OperationData.Block block, string fromAccount, string toAccount, string toAccountType)
    {
        var (hubFirst, hubLast) = Range(block.HubFirst, block.HubLast, block.Tonnes);
        CheckAccount(toAccount, toAccountType);
        var held = BlocksWithin(host, hubFirst, hubLast)
            .Where(candidate => candidate.Account == fromAccount && candidate.Vintage == block.Vintage)
            .ToArray();
        var parts = held.Select(whole => whole.Part(Math.Max(whole.HubFirst, hubFirst), Math.Min(whole.HubLast, hubLast))).ToArray();
        if (parts.Sum(part => part.Tonnes) != hubLast - hubFirst + 1)
            Refuse("units-not-held");
        else if (Serial(block.RegistryFirst) != parts[0].First || Serial(block.RegistryLast) != parts[^1].Last)
            Refuse("serials-mismatch");
        else if (StoppedWithin(host, hubFirst, hubLast).Count > 0)
            Refuse("units-blocked");
        if (_codes.Count > 0)
            return;
        foreach (var (whole, part) in held.Zip(parts))
            _touched.Add(Receipted(Move(whole, part, toAccount, toAccountType)));
    }

    public void Adjust(CorrespondingAdjustmentData adjustment, string appliedOn)
    {
        if (adjustment.Party != registry.Party)
            Refuse("party-mismatch");
        var tonnes = Serial(adjustment.Tonnes);
        var inserted = _codes.Count == 0 ? store.Execute(
            "INSERT OR IGNORE INTO adjustments VALUES ($adjustment, $party, $project, $vintage, $tonnes, $effect, $appliedOn)",
            ("$adjustment", adjustment.Adjustment), ("$party", adjustment.Party), ("$project", adjustment.Project),
            ("$vintage", adjustment.Vintage), ("$tonnes", tonnes), ("$effect", adjustment.Effect), ("$appliedOn", appliedOn)) : 0;
        if (_codes.Count == 0 && inserted == 0)
            Refuse("adjustment-already-applied");
    }

    /// <summary>The market takes notice of units that it can take, under the numbers that Japan's registry gave them.</summary>
    public void Notice(string host, EligibleCreditsData eligible)
    {
        foreach (var block in eligible.Blocks)
        {
            var (hubFirst, hubLast) = Range(block.HubFirst, block.HubLast, block.Tonnes);
            var (first, last) = Range(block.RegistryFirst, block.RegistryLast, block.Tonnes);
            // Only a registered operator's account; its type is an entity's.
            CheckAccount(block.Account, block.AccountType);
            if (block.Vintage < FirstUsableVintage)
                Refuse("vintage-too-early");
            if (BlocksWithin(host, hubFirst, hubLast).Count > 0 || Holds(first, last))
                Refuse("units-already-noticed");
            if (_codes.Count > 0)
                return;
            Insert(new HeldBlock(first, last, host, hubFirst, hubLast, eligible.Project, block.Vintage, block.Account, block.AccountType));
        }
    }

    /// <summary>The market forgets units that it can no longer take; of those that it never took notice of, there is nothing to forget.</summary>
    public void Forget(string host, EligibilityWithdrawalData withdrawal)
    {
        foreach (var block in withdrawal.Blocks)
        {
            var (hubFirst, hubLast) = Range(block.HubFirst, block.HubLast, block.Tonnes);
            if (_codes.Count > 0)
                return;
            foreach (var whole in BlocksWithin(host, hubFirst, hubLast).Where(held => held.Account == block.Account))
                Take(whole, whole.Part(Math.Max(whole.HubFirst, hubFirst), Math.Min(whole.HubLast, hubLast)));
        }
    }

    /// <summary>Units that no record made; the hub has no number for them.</summary>
    public void AddByHand(HandMadeUnits units)
    {
        var first = NextSerial();
        Insert(new HeldBlock(first, first + units.Tonnes - 1, units.Project[..2], 0, 0, units.Project, units.Vintage, units.Account, units.AccountType));
    }

    internal static HeldBlock ReadBlock(SqliteDataReader row) => new(
        row.GetInt64(0), row.GetInt64(1), row.GetString(2), row.GetInt64(3), row.GetInt64(4), row.GetString(5), row.GetInt32(6),
        row.GetString(7), row.GetString(8));

    private static long Serial(string text) => long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    private static string Text(long serial) => serial.ToString(CultureInfo.InvariantCulture);

    private static RegistryReceipt.ReceiptedBlock Receipted(HeldBlock block) => new(
        Text(block.HubFirst), Text(block.HubLast), Text(block.Tonnes), block.Vintage, block.Account, Text(block.First), Text(block.Last));

    private void Refuse(string code)
    {
        if (!_codes.Contains(code))
            _codes.Add(code);
    }

    private (long First, long Last) Range(string first, string last, string tonnes)
    {
        var (from, to) = (Serial(first), Serial(last));
        if (from < 1 || to < from || Serial(tonnes) != to - from + 1)
            Refuse("block-size-mismatch");
        return (from, to);
    }

    private void CheckAccount(string account, string accountType)
    {
        var known = registry.Accounts.FirstOrDefault(candidate => candidate.Account == account);
        if (known is null)
            Refuse("account-unknown");
        else if (known.AccountType != accountType)
            Refuse("account-type-mismatch");
    }

    // A foreign unit is stood for once; two of ours for one of theirs would make a tonne live twice.
    private void Link(IssuanceData.Link link, long ownFirst, long tonnes)
    {
        var (first, last) = (Serial(link.First), Serial(link.Last));
        if (last - first + 1 != tonnes)
            Refuse("block-size-mismatch");
        var taken = store.Query(
            "SELECT first FROM links WHERE registry = $registry AND first <= $last AND last >= $first", row => row.GetInt64(0),
            ("$registry", link.Registry), ("$first", first), ("$last", last));
        if (taken.Count > 0)
            Refuse("units-already-linked");
        else
            store.Execute("INSERT INTO links VALUES ($registry, $first, $last, $own)",
                ("$registry", link.Registry), ("$first", first), ("$last", last), ("$own", ownFirst));
    }

    private bool Holds(long first, long last) => store.Query(
        "SELECT 1 FROM blocks WHERE first <= $last AND last >= $first LIMIT 1", row => row.GetInt64(0), ("$first", first), ("$last", last)).Count > 0;

    private long NextSerial() =>
        store.Query("SELECT COALESCE(MAX(last), 0) + 1 FROM blocks", row => row.GetInt64(0))[0];

    private List<HeldBlock> BlocksWithin(string host, long hubFirst, long hubLast) => store.Query(
        """
        SELECT first, last, host, hub_first, hub_last, project, vintage, account, account_type FROM blocks
        WHERE host = $host AND hub_first <= $last AND hub_last >= $first ORDER BY hub_first
        """,
        ReadBlock, ("$host", host), ("$first", hubFirst), ("$last", hubLast));

    /// <summary>Takes a part out of a block; the rest stays.</summary>
    private void Take(HeldBlock whole, HeldBlock part)
    {
        store.Execute("DELETE FROM blocks WHERE first = $first", ("$first", whole.First));
        if (part.HubFirst > whole.HubFirst)
            Insert(whole.Part(whole.HubFirst, part.HubFirst - 1));
        if (part.HubLast < whole.HubLast)
            Insert(whole.Part(part.HubLast + 1, whole.HubLast));
    }

    private HeldBlock Move(HeldBlock whole, HeldBlock part, string account, string accountType)
    {
        Take(whole, part);
        var moved = part with { Account = account, AccountType = accountType };
        Insert(moved);
        return moved;
    }

    private void Insert(HeldBlock block) => store.Execute(
        "INSERT INTO blocks VALUES ($first, $last, $host, $hubFirst, $hubLast, $project, $vintage, $account, $accountType)",
        ("$first", block.First), ("$last", block.Last), ("$host", block.HostParty), ("$hubFirst", block.HubFirst), ("$hubLast", block.HubLast),
        ("$project", block.Project), ("$vintage", block.Vintage), ("$account", block.Account), ("$accountType", block.AccountType));
}
