using System.Text.Json.Nodes;
using JcmHub.Local.Registries;

namespace JcmHub.Local.Tests.Registries;

public sealed class RegistryLedgerTests : IAsyncLifetime
{
    private readonly RegistryHost _host = new();

    public Task InitializeAsync() => _host.InitializeAsync();

    public Task DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Issuance_OfTH014_HoldsEachBlockUnderTheRegistrysOwnSerials()
    {
        var receipt = await _host.ReceiptAsync("TH", Records.ThaiIssuance());

        Assert.Equal("applied", (string?)receipt["outcome"]);
        Assert.Equal(["1-1009", "1010-2017"], receipt["blocks"]!.AsArray().Select(block => $"{block!["registryFirst"]}-{block["registryLast"]}"));
        Assert.Equal(
            [
                new RegistryHoldings.Block("TH-PENDING", "pending", "TH014", 2021, "1", "1009", "1009", "TH", "1", "1009"),
                new RegistryHoldings.Block("TH-GOV", "government-holding", "TH014", 2021, "1010", "2017", "1008", "TH", "1010", "2017"),
            ],
            (await _host.HoldingsAsync("TH")).Blocks);
    }

    [Fact]
    public async Task Receipt_ForARecord_NamesItsIdNumberAndDigest()
    {
        var receipt = await _host.ReceiptAsync("TH", Records.ThaiIssuance());

        Assert.Equal("TH.TH.1", (string?)receipt["record"]!["id"]);
        Assert.StartsWith("sha-256:", (string?)receipt["record"]!["digest"], StringComparison.Ordinal);
        Assert.Equal("1", (string?)receipt["streamNumber"]);
        Assert.Equal("TH", (string?)receipt["registry"]);
    }

    [Fact]
    public async Task AppliedOn_DateToldForTheDecision_IsThatDate()
    {
        await _host.TellAsync("decisions/TH-TH014-2021", """{"japan":"2025-11-11","partner":"2025-11-12"}""");

        Assert.Equal("2025-11-12", (string?)(await _host.ReceiptAsync("TH", Records.ThaiIssuance()))["appliedOn"]);
        Assert.Equal("2025-11-11", (string?)(await _host.ReceiptAsync("JP", Records.JapaneseIssuance()))["appliedOn"]);
    }

    [Fact]
    public async Task MoveOut_OfWhatIsPending_MovesTheUnits()
    {
        await _host.ReceiptAsync("TH", Records.ThaiIssuance());

        var receipt = await _host.ReceiptAsync("TH", Records.MoveOut());

        Assert.Equal("applied", (string?)receipt["outcome"]);
        Assert.Equal(["TH-ITO 1-1009", "TH-GOV 1010-2017"], await AccountsAsync());
    }

    [Fact]
    public async Task MoveOut_OfThePartInTheMiddle_LeavesTheRestWhereItWas()
    {
        await _host.ReceiptAsync("TH", Records.ThaiIssuance());

        await _host.ReceiptAsync("TH", Records.MoveOut(first: 101, last: 200));

        Assert.Equal(["TH-PENDING 1-100", "TH-ITO 101-200", "TH-PENDING 201-1009", "TH-GOV 1010-2017"], await AccountsAsync());
    }

    [Fact]
    public async Task MoveOut_OfWhatTwoBlocksHold_MovesBothParts()
    {
        await _host.ReceiptAsync("TH", Records.ThaiIssuance());
        await _host.ReceiptAsync("TH", Records.MoveOut(2, 101, 200));
        await _host.ReceiptAsync("TH", Records.MoveOut(3, 1, 100));

        var receipt = await _host.ReceiptAsync("TH", Records.MoveOut(4, 50, 150, from: "TH-ITO", to: "TH-ITO"));

        Assert.Equal(["50-100", "101-150"], receipt["blocks"]!.AsArray().Select(block => $"{block!["hubFirst"]}-{block["hubLast"]}"));
    }

    public static TheoryData<string, string> Refusals => new()
    {
        { "account-unknown", "account" }, { "account-type-mismatch", "accountType" }, { "block-size-mismatch", "tonnes" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Issuance_ThatCannotBe_IsRefusedWithACodeAndChangesNothing(string code, string property)
    {
        var record = Records.ThaiIssuance();
        record["data"]!["blocks"]![1]![property] = property == "tonnes" ? "1007" : "TH-NOWHERE";

        var receipt = await _host.ReceiptAsync("TH", record);

        Assert.Equal("refused", (string?)receipt["outcome"]);
        Assert.Equal([code], receipt["codes"]!.AsArray().Select(value => (string?)value));
        Assert.Empty((await _host.HoldingsAsync("TH")).Blocks);
    }

    [Fact]
    public async Task Issuance_OfUnitsIssuedBefore_IsRefused()
    {
        await _host.ReceiptAsync("TH", Records.ThaiIssuance());

        Assert.Equal("units-already-issued", await RefusalAsync("TH", Records.ThaiIssuance(2)));
    }

    [Fact]
    public async Task Issuance_LinkedToUnitsThatOthersStandFor_IsRefused()
    {
        await _host.ReceiptAsync("JP", Records.JapaneseIssuance());

        Assert.Equal("units-already-linked", await RefusalAsync("JP", Records.JapaneseIssuance(2, linkedFirst: 1000)));
    }

    [Fact]
    public async Task MoveOut_OfMoreThanIsHeld_IsRefused()
    {
        await _host.ReceiptAsync("TH", Records.ThaiIssuance());

        Assert.Equal("units-not-held", await RefusalAsync("TH", Records.MoveOut(last: 1010)));
    }

    [Fact]
    public async Task MoveOut_UnderSerialsThatAreNotTheirs_IsRefused()
    {
        await _host.ReceiptAsync("TH", Records.ThaiIssuance());

        Assert.Equal("serials-mismatch", await RefusalAsync("TH", Records.MoveOut(registryFirst: 5)));
    }

    [Fact]
    public async Task Refusal_OfARecord_TakesItsNumberAndIsRepeated()
    {
        var record = Records.MoveOut(number: 1);
        var first = await _host.ReceiptAsync("TH", record);

        Assert.Equal(first.ToJsonString(), (await _host.ReceiptAsync("TH", record)).ToJsonString());
        Assert.Equal("applied", (string?)(await _host.ReceiptAsync("TH", Records.ThaiIssuance(2)))["outcome"]);
    }

    [Fact]
    public async Task Adjustment_ForThisParty_IsEnteredOnce()
    {
        await _host.ReceiptAsync("TH", Records.Adjustment(1));

        Assert.Equal("adjustment-already-applied", await RefusalAsync("TH", Records.Adjustment(2)));
        var entered = Assert.Single((await _host.HoldingsAsync("TH")).Adjustments);
        Assert.Equal(("TH", 2021, "1009", "addition"), (entered.Party, entered.Vintage, entered.Tonnes, entered.Effect));
    }

    [Fact]
    public async Task Adjustment_ForAnotherParty_IsRefused() =>
        Assert.Equal("party-mismatch", await RefusalAsync("TH", Records.Adjustment(1, party: "JP")));

    [Theory]
    [InlineData("transfer", "TH-PENDING", "TH-GOV", "government-holding", null)]
    [InlineData("retirement", "TH-PENDING", "TH-RET", "retirement", null)]
    [InlineData("cancellation", "TH-PENDING", "TH-CAN", "cancellation", null)]
    [InlineData("transfer", "TH-GOV", "TH-GOV", "government-holding", "units-not-held")]
    [InlineData("transfer", "TH-PENDING", "TH-NONE", "entity-holding", "account-unknown")]
    [InlineData("retirement", "TH-PENDING", "TH-GOV", "retirement", "account-type-mismatch")]
    public async Task Operation_OnUnits_MovesThoseThatAreHeld(string kind, string from, string to, string toType, string? code)
    {
        await _host.ReceiptAsync("TH", Records.ThaiIssuance());

        var operation = Records.Operation(2, kind, 1000, 1009, from, to, toType);

        if (code is not null)
            Assert.Equal(code, await RefusalAsync("TH", operation));
        else
            Assert.Equal(("1000", "1009", to), Moved(await _host.ReceiptAsync("TH", operation)));
    }

    [Fact]
    public async Task Record_OfAnUnknownType_IsRefused() =>
        Assert.Equal("record-type-unknown", await RefusalAsync("TH", Records.Envelope("TH", 1, "replacement", [])));

    [Fact]
    public async Task Record_UnderTheSchemaOfAnotherType_IsRefused()
    {
        var record = Records.ThaiIssuance();
        record["dataschema"] = "https://jcmhub.example/schemas/messages/receipt-1.0.json";

        Assert.Equal("record-schema-mismatch", await RefusalAsync("TH", record));
    }

    [Fact]
    public async Task Record_NotValidAgainstTheSchema_IsRefused()
    {
        var record = Records.ThaiIssuance();
        record["data"]!["blocks"] = new JsonArray();

        Assert.Equal("record-invalid", await RefusalAsync("TH", record));
    }

    [Fact]
    public async Task Restart_AfterRecords_KeepsLedgerReceiptsAndFence()
    {
        var issuance = Records.ThaiIssuance();
        var receipt = (await _host.ReceiptAsync("TH", issuance)).ToJsonString();

        await _host.RestartAsync();

        Assert.Equal(receipt, (await _host.ReceiptAsync("TH", issuance)).ToJsonString());
        Assert.Equal("applied", (string?)(await _host.ReceiptAsync("TH", Records.MoveOut()))["outcome"]);
    }

    private static (string?, string?, string?) Moved(JsonNode receipt)
    {
        Assert.Equal("applied", (string?)receipt["outcome"]);
        var block = Assert.Single(receipt["blocks"]!.AsArray())!;
        return ((string?)block["registryFirst"], (string?)block["registryLast"], (string?)block["account"]);
    }

    private async Task<string?> RefusalAsync(string party, JsonObject record)
    {
        var receipt = await _host.ReceiptAsync(party, record);
        Assert.Equal("refused", (string?)receipt["outcome"]);
        return (string?)Assert.Single(receipt["codes"]!.AsArray());
    }

    private async Task<IEnumerable<string>> AccountsAsync() =>
        (await _host.HoldingsAsync("TH")).Blocks.Select(block => $"{block.Account} {block.First}-{block.Last}");

    [Fact]
    public async Task Market_UnitsThatAreWithdrawn_AreForgottenAndWhatItNeverKnewIsNoFault()
    {
        await _host.ReceiptAsync("GX-ETS", Records.Market(1, "eligible-credits", 1, 100));

        Assert.Equal("applied", (string?)(await _host.ReceiptAsync("GX-ETS", Records.Market(2, "eligibility-withdrawal", 11, 30)))["outcome"]);
        Assert.Equal("applied", (string?)(await _host.ReceiptAsync("GX-ETS", Records.Market(3, "eligibility-withdrawal", 25, 40)))["outcome"]);
        Assert.Equal("applied", (string?)(await _host.ReceiptAsync("GX-ETS", Records.Market(4, "eligibility-withdrawal", 500, 600)))["outcome"]);

        Assert.Equal(["1-10", "41-100"], (await _host.HoldingsAsync("GX-ETS")).Blocks.Select(block => $"{block.HubFirst}-{block.HubLast}"));
    }
}
