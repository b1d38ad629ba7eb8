using System.Text.Json;
using System.Text.Json.Nodes;
using JcmHub.Domain.Credits;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Ledger.Corrections;
using JcmHub.Domain.Ledger.Operations;

namespace JcmHub.Flows.Exchange;

/// <summary>The data of a record as <c>schemas/messages</c> describes it; quantities and serials are decimal strings (D6).</summary>
internal static class RecordDocument
{
    /// <summary>The type's name and the data.</summary>
    public static (string Type, JsonObject Data) Write(RecordId id, RecordContent content) => content switch
    {
        IssuanceContent issuance => ("issuance", Issuance(id, issuance)),
        InternationalTransferContent transfer => ("international-transfer", Transfer(id, transfer)),
        CorrespondingAdjustmentContent adjustment => ("corresponding-adjustment", Adjustment(adjustment)),
        OperationContent operation => (JsonWords.Kebab(operation.Operation.Request.Kind), Operation(id, operation)),
        CorrectionContent { Correction.Kind: CorrectionKind.Block } block => ("unit-block", Correction(id, block)),
        CorrectionContent { Correction.Kind: CorrectionKind.Release } release => ("unit-release", Correction(id, release)),
        CorrectionContent revision => ("authorization-revision", Correction(id, revision)),
        EligibleCreditsContent eligible => ("eligible-credits", Eligible(id, eligible)),
        VoidContent nothing => ("void", Void(id, nothing)),
        EligibilityWithdrawalContent withdrawn => ("eligibility-withdrawal", Withdrawn(id, withdrawn)),
        _ => throw new InvalidOperationException($"A {content.GetType().Name} has no document."),
    };

    private static JsonObject Issuance(RecordId id, IssuanceContent content)
    {
        var data = Common(id, content, content.Decision);
        data["monitoringPeriod"] = new JsonObject { ["from"] = JsonWords.Day(content.Period.From), ["to"] = JsonWords.Day(content.Period.To) };
        data["blocks"] = new JsonArray([.. content.Blocks.Select(block => IssuedBlock(block, content))]);
        Add(data, content.Authorization);
        return data;
    }

    private static JsonObject IssuedBlock(UnitBlock block, IssuanceContent content)
    {
        var json = Block(block);
        json["account"] = block.Account;
        json["accountType"] = JsonWords.Kebab(block.AccountType);
        json["holder"] = block.Holder;
        if (content.LinkedRegistry is { } registry && block.LinkedSerials is { } linked)
            json["linkedTo"] = new JsonObject { ["registry"] = registry.Code, ["first"] = JsonWords.Number(linked.First), ["last"] = JsonWords.Number(linked.Last) };
        return json;
    }

    private static JsonObject Transfer(RecordId id, InternationalTransferContent content)
    {
        var data = Common(id, content, content.Decision);
        data["approvedOn"] = JsonWords.Day(content.ApprovedOn);
        data["acquiringParty"] = content.AcquiringParty.Code;
        data["blocks"] = new JsonArray([.. content.Blocks.Select(block => MovedBlock(block, content.ToAccount))]);
        Add(data, content.Authorization);
        return data;
    }

    private static JsonObject MovedBlock(UnitBlock block, string toAccount)
    {
        var json = NumberedBlock(block);
        json["fromAccount"] = block.Account;
        json["toAccount"] = toAccount;
        json["toAccountType"] = JsonWords.Kebab(AccountType.InternationalTransferOut);
        return json;
    }

    private static JsonObject NumberedBlock(UnitBlock block)
    {
        var json = Block(block);
        var serials = block.RegistrySerials ?? throw new InvalidOperationException($"Units {block.Units} were never issued.");
        json["registryFirst"] = JsonWords.Number(serials.First);
        json["registryLast"] = JsonWords.Number(serials.Last);
        return json;
    }

    private static JsonObject Operation(RecordId id, OperationContent content)
    {
        var request = content.Operation.Request;
        var data = new JsonObject
        {
            ["transaction"] = id.ToString(),
            ["operation"] = request.Id,
            ["project"] = request.Project.ToString(),
            ["fromAccount"] = request.FromAccount,
            ["toAccount"] = request.ToAccount,
            ["toAccountType"] = JsonWords.Kebab(content.Operation.To.Type),
            ["blocks"] = new JsonArray([.. content.Blocks.OrderBy(block => block.Units.First).Select(NumberedBlock)]),
        };
        if (request.Purpose is { } purpose)
            data["purpose"] = purpose.ToString().ToUpperInvariant();
        if (request.UseYear is { } year)
            data["useYear"] = year;
        if (request.Duty is { } duty)
            data["duty"] = duty;
        if (request.Reason is { } reason)
            data["reason"] = reason;
        return data;
    }

    private static JsonObject Correction(RecordId id, CorrectionContent content)
    {
        var correction = content.Correction;
        var data = Common(id, content, correction.Decision);
        data["correction"] = correction.Id;
        data["reason"] = JsonWords.Kebab(correction.Reason);
        data["explanation"] = correction.Explanation;
        data["decidedOn"] = JsonWords.Day(correction.DecidedOn);
        data["blocks"] = new JsonArray([.. content.Blocks.Select(NumberedBlock)]);
        Add(data, correction.Authorization);
        return data;
    }

    private static JsonObject Adjustment(CorrespondingAdjustmentContent content)
    {
        var adjustment = content.Adjustment;
        var data = new JsonObject
        {
            ["adjustment"] = adjustment.Id,
            ["party"] = adjustment.Party.Code,
            ["project"] = adjustment.Project.ToString(),
            ["vintage"] = adjustment.Vintage.Year,
            ["tonnes"] = adjustment.Tonnes.ToString(),
            ["effect"] = "addition",
            ["obligedOn"] = JsonWords.Day(adjustment.ObligedOn),
            ["firstTransfer"] = adjustment.FirstTransfer,
        };
        if (adjustment.Definition is { } definition)
            data["definition"] = JsonWords.Kebab(definition);
        Add(data, content.Authorization);
        return data;
    }

    private static JsonObject Eligible(RecordId id, EligibleCreditsContent content)
    {
        var data = Common(id, content, content.Decision);
        data["blocks"] = new JsonArray([.. content.Units.Select(EligibleBlock)]);
        Add(data, content.Evidence.Authorization);
        data["issuance"] = new JsonObject
        {
            ["record"] = content.Evidence.Issuance.ToString(),
            ["digest"] = content.Evidence.IssuanceDigest,
            ["issuedOn"] = JsonWords.Day(content.Evidence.IssuedOn),
        };
        data["firstTransferredOn"] = JsonWords.Day(content.Evidence.FirstTransferredOn);
        data["adjustments"] = new JsonArray([.. content.Evidence.Adjustments.Select(adjustment => new JsonObject
        {
            ["adjustment"] = adjustment.Id,
            ["firstTransfer"] = adjustment.FirstTransfer,
        })]);
        return data;
    }

    private static JsonObject EligibleBlock(UnitBlock block)
    {
        var json = NumberedBlock(block);
        json["account"] = block.Account;
        json["accountType"] = JsonWords.Kebab(block.AccountType);
        json["holder"] = block.Holder;
        return json;
    }

    private static JsonObject Withdrawn(RecordId id, EligibilityWithdrawalContent content)
    {
        var data = Common(id, content, content.Decision);
        data["reason"] = content.Reason;
        data["blocks"] = new JsonArray([.. content.Units.Select(WithdrawnBlock)]);
        return data;
    }

    private static JsonObject WithdrawnBlock(UnitBlock block)
    {
        var json = NumberedBlock(block);
        json["account"] = block.ListedIn;
        return json;
    }

    private static JsonObject Void(RecordId id, VoidContent content) => new()
    {
        ["transaction"] = id.ToString(),
        ["project"] = content.Project.ToString(),
        ["replaces"] = content.Replaces,
        ["reason"] = content.Reason,
        ["explanation"] = content.Explanation,
    };

    private static JsonObject Common(RecordId id, RecordContent content, string decision) => new()
    {
        ["transaction"] = id.ToString(),
        ["decision"] = decision,
        ["project"] = content.Project.ToString(),
    };

    private static JsonObject Block(UnitBlock block) => new()
    {
        ["hubFirst"] = JsonWords.Number(block.Units.First),
        ["hubLast"] = JsonWords.Number(block.Units.Last),
        ["tonnes"] = JsonWords.Number(block.Units.Count),
        ["vintage"] = block.Vintage.Year,
    };

    private static void Add(JsonObject data, Authorization? authorization)
    {
        if (authorization is null)
            return;
        data["authorization"] = new JsonObject
        {
            ["authorizationId"] = authorization.AuthorizationId,
            ["cooperativeApproach"] = authorization.CooperativeApproach,
            ["purposes"] = authorization.Purposes,
            ["authorizedOn"] = JsonWords.Day(authorization.AuthorizedOn),
        };
        if (authorization.FirstTransferDefOimp is { } definition)
            data["authorization"]!["firstTransferDefOimp"] = JsonWords.Kebab(definition);
    }
}
