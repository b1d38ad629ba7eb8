using System.Text;
using JcmHub.Adapters.Tables;
using JcmHub.Domain.Parties;
using JcmHub.Flows.Issuance;

namespace JcmHub.Adapters.Tests.Tables;

public sealed class TableLedgerRowsTests(StorageFixture storage) : IClassFixture<StorageFixture>
{
    private readonly TableLedgerRows _rows = new(storage.Tables());

    [Fact]
    public async Task Commit_OneGuardFails_StoresNothing()
    {
        var host = PartyId.Parse("AA");
        await _rows.CommitAsync(host, [RowWrite.Add("there", Bytes("1"))], default);

        var outcome = await _rows.CommitAsync(host, [RowWrite.Add("new", Bytes("2")), RowWrite.Add("there", Bytes("2"))], default);

        Assert.Equal(CommitOutcome.Refused, outcome);
        Assert.Null(await _rows.FindAsync(host, "new", default));
    }

    [Fact]
    public async Task Commit_RowReadBeforeAnotherWriter_IsRefused()
    {
        var host = PartyId.Parse("AB");
        await _rows.CommitAsync(host, [RowWrite.Add("head", Bytes("1"))], default);
        var read = await _rows.FindAsync(host, "head", default);
        Assert.Equal(CommitOutcome.Committed, await _rows.CommitAsync(host, [RowWrite.Replace(read, "head", Bytes("2"))], default));

        Assert.Equal(CommitOutcome.Refused, await _rows.CommitAsync(host, [RowWrite.Replace(read, "head", Bytes("3"))], default));

        Assert.Equal("2", Encoding.UTF8.GetString((await _rows.FindAsync(host, "head", default))!.Body.Span));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(60 * 1024)]
    [InlineData((60 * 1024) + 1)]
    [InlineData(500_000)]
    public async Task Find_BodyOfAnySize_IsWhatWasWritten(int length)
    {
        var body = new byte[length];
        new Random(length).NextBytes(body);
        var host = PartyId.Parse("AC");

        await _rows.CommitAsync(host, [RowWrite.Put($"body-{length}", body)], default);

        Assert.Equal(body, (await _rows.FindAsync(host, $"body-{length}", default))!.Body.ToArray());
    }

    [Fact]
    public async Task Commit_MoreThanNinetyRows_IsRefusedBeforeItIsSent()
    {
        var host = PartyId.Parse("AD");
        var writes = Enumerable.Range(0, 91).Select(i => RowWrite.Add($"row-{i}", Bytes("1"))).ToArray();

        await Assert.ThrowsAsync<InvalidOperationException>(() => _rows.CommitAsync(host, writes, default));

        Assert.Null(await _rows.FindAsync(host, "row-0", default));
    }

    [Fact]
    public async Task Range_BlockKeys_FirstAtOrAfterANumberHoldsIt()
    {
        var host = PartyId.Parse("AE");
        await _rows.CommitAsync(host,
            [.. new long[] { 9, 1009, 2017, 10_000_000 }.Select(last => RowWrite.Add(LedgerKeys.Block(host, last), Bytes(last.ToString(System.Globalization.CultureInfo.InvariantCulture))))],
            default);

        StoredRow? first = null;
        await foreach (var row in _rows.RangeAsync(host, LedgerKeys.Block(host, 1010), LedgerKeys.After($"block|{host}|"), default))
            first ??= row;

        Assert.Equal("2017", Encoding.UTF8.GetString(first!.Body.Span));
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
