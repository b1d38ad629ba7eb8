using System.Globalization;
using System.Text.Json.Nodes;
using JcmHub.Flows;
using JcmHub.Flows.Corrections;

namespace JcmHub.Soak.AtRandom;

/// <summary>Both governments correct issued units: they stop some, let them go on, cancel equivalent ones, revoke an authorisation.</summary>
internal sealed class CorrectionSteps(SoakWorld world)
{
    /// <summary>A correction on which both sides agree.</summary>
    public async Task<bool> CorrectAsync()
    {
        var decisions = world.Ledgers.Values.SelectMany(ledger => ledger.Decisions.Keys).ToArray();
        if (decisions.Length == 0)
            return false;
        var id = world.One(decisions);
        var ledger = world.Ledgers[id[..2]];
        var registries = ledger.Units.Where(units => units.Decision == id && units.Number is not null && units.Phase != Phase.Out).Select(units => units.Registry).Distinct().ToArray();
        if (registries.Length == 0)
            return false;
        var registry = world.One(registries);
        return world.Random.Next(6) switch
        {
            < 3 => await StopAsync(ledger, id, registry, isRelease: false),
            3 => await StopAsync(ledger, id, registry, isRelease: true),
            4 => await (world.Random.Next(2) == 0 ? CancelAsync(ledger, id, registry) : ObligeAsync(ledger, id, registry)),
            _ => await RevokeAsync(ledger, id),
        };
    }

    /// <summary>Units of the decision that were never first transferred move no further; or stopped ones go on.</summary>
    private async Task<bool> StopAsync(ModelLedger ledger, string decision, string registry, bool isRelease)
    {
        var units = ledger.In(registry).Where(each => each.Decision == decision && !each.Account.EndsWith("-RET", StringComparison.Ordinal) && !each.Account.EndsWith("-CAN", StringComparison.Ordinal)
            && (isRelease ? each is { Phase: Phase.Blocked, Hold: null } : each is { Phase: Phase.Live, Transferred: false })).ToArray();
        if (units.Length is 0 or > 20)
            return false;
        var most = units.Sum(each => each.Tonnes);
        var tonnes = world.Random.Next(8) == 0 ? most + 1 : world.Random.NextInt64(1, most + 1);
        var correction = Correction(isRelease ? "release" : "block", "over-issuance", ledger, decision, registry, tonnes);
        var ranges = ModelLedger.Lowest(units.Select(each => (each.First, each.Last)), tonnes);
        if (await BothAsync(correction, ledger, tonnes > most ? ["correction-units"] : [], ranges))
            ledger.Change(registry, ranges, each => each with { Phase = Phase.Blocked, Hold = $"correction.{correction["correctionId"]}" }, Phase.Live, Phase.Blocked);
        await world.RefreshAsync(ledger.Host.Code);
        return true;
    }

    /// <summary>Units of the project are cancelled in the place of the decision's.</summary>
    private async Task<bool> CancelAsync(ModelLedger ledger, string decision, string registry)
    {
        var project = ledger.Decisions[decision].Project;
        var accounts = ledger.In(registry).Where(units => units.IsFree && units.Project == project && (units.Account.EndsWith("-GOV", StringComparison.Ordinal) || units.Account.Contains("-ENT-", StringComparison.Ordinal)))
            .Select(units => units.Account).Distinct().ToArray();
        if (accounts.Length == 0)
            return false;
        var account = world.One(accounts);
        var free = ledger.Free(registry, account, project);
        var tonnes = world.Random.NextInt64(1, 60);
        var correction = Correction("cancel-equivalent", "over-issuance", ledger, decision, registry, tonnes);
        (correction["fromAccount"], correction["toAccount"]) = (account, $"{registry}-CAN");
        string[] codes = ledger.Decisions[decision].Corrected + tonnes > ledger.Decisions[decision].Tonnes ? ["correction-tonnes"]
            : free.Sum(units => units.Tonnes) < tonnes ? ["balance-insufficient"] : [];
        var ranges = ModelLedger.Lowest(free.Select(units => (units.First, units.Last)), tonnes);
        if (await BothAsync(correction, ledger, codes, ranges))
        {
            ledger.Change(registry, ranges, units => units with { Phase = Phase.Reserved, Hold = $"{registry}.{correction["correctionId"]}" }, Phase.Live);
            ledger.Decisions[decision].Corrected += tonnes;
        }

        await world.RefreshAsync(ledger.Host.Code);
        return true;
    }

    /// <summary>Somebody has to replace tonnes of the decision; cancellations that name the duty discharge it.</summary>
    private async Task<bool> ObligeAsync(ModelLedger ledger, string decision, string registry)
    {
        var tonnes = world.Random.NextInt64(1, 40);
        var correction = Correction("replacement-duty", "reversal", ledger, decision, registry, tonnes);
        (correction["obliged"], correction["replaceBy"]) = ("the participants", "2028-01-01");
        var isTooMuch = ledger.Decisions[decision].Corrected + tonnes > ledger.Decisions[decision].Tonnes;
        if (await BothAsync(correction, ledger, isTooMuch ? ["correction-tonnes"] : [], []))
        {
            ledger.Duties[$"{correction["correctionId"]}"] = (tonnes, tonnes);
            ledger.Decisions[decision].Corrected += tonnes;
        }

        await world.RefreshAsync(ledger.Host.Code);
        return true;
    }

    /// <summary>The authorisation of all units that wait in the host's registry is revoked, before anything of the decision moved.</summary>
    private async Task<bool> RevokeAsync(ModelLedger ledger, string decision)
    {
        var units = ledger.Units.Where(each => each.Decision == decision).ToArray();
        var authorised = units.Where(each => each.Authorization is not null).ToArray();
        if (ledger.Host.Flow != "A" || authorised.Length is 0 or > 20 || authorised.Any(each => !each.IsFree) || units.Any(each => each.Registry == "JP" || each.Phase is Phase.Out or Phase.Leaving)
            || authorised.Any(each => each.Account.EndsWith("-RET", StringComparison.Ordinal) || each.Account.EndsWith("-CAN", StringComparison.Ordinal)))
            return false;
        var correction = Correction("revise-authorization", "authorization-revoked", ledger, decision, ledger.Host.Code, authorised.Sum(each => each.Tonnes));
        var ranges = authorised.Select(each => (each.First, each.Last)).ToArray();
        if (await BothAsync(correction, ledger, [], ranges))
            ledger.Change(ledger.Host.Code, ranges, each => each with { Phase = Phase.Reserved, Hold = $"correction.{correction["correctionId"]}", Authorization = null }, Phase.Live);
        await world.RefreshAsync(ledger.Host.Code);
        return true;
    }

    private async Task<bool> BothAsync(JsonObject correction, ModelLedger ledger, string[] codes, IReadOnlyList<(long First, long Last)> ranges)
    {
        var id = $"{correction["correctionId"]}";
        var what = $"{correction["kind"]} {id} of {correction["tonnes"]} t of {correction["decision"]} in {correction["registry"]}, {string.Join(' ', ranges.Select(range => $"{range.First}-{range.Last}"))}";
        var isJapanFirst = world.Random.Next(2) == 0;
        world.Expect(await ApproveAsync(correction, isJapanFirst ? "JP" : ledger.Host.Code), $"{what} by the one side", [], id);
        return world.Expect(await ApproveAsync(correction, isJapanFirst ? ledger.Host.Code : "JP"), $"{what} by the other side", codes, id, $"{correction["decision"]}") is not null;
    }

    private JsonObject Correction(string kind, string reason, ModelLedger ledger, string decision, string registry, long tonnes) => new()
    {
        ["documentType"] = "correction", ["schemaVersion"] = "1.0", ["correctionId"] = world.Name("C-"), ["kind"] = kind, ["reason"] = reason, ["explanation"] = "the soak",
        ["host"] = ledger.Host.Code, ["decision"] = decision, ["tonnes"] = tonnes.ToString(CultureInfo.InvariantCulture), ["registry"] = registry, ["decidedOn"] = world.Today,
    };

    private Task<Outcome<JsonObject>> ApproveAsync(JsonObject correction, string party) =>
        world.CallAsync(() => world.Hub.Get<DecideCorrection>().ApproveAsync(SoakWorld.Bytes(correction), SoakWorld.Government(party), default));
}
