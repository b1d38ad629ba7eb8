using System.Text.Json;
using JcmHub.Domain.Calendar;
using JcmHub.Domain.Credits;
using JcmHub.Domain.Quantities;
using JcmHub.Domain.Tests.Methodologies;

namespace JcmHub.Domain.Tests.Credits;

/// <summary>
/// Every published split (copies of the vectors in <c>Data</c>) can be written as an allocation and comes out. What is not
/// published of a total is one more recipient. Vintages are not published either: the whole stands in one.
/// </summary>
public sealed class PublishedAllocationsTests
{
    private static readonly Vintage Vintage = new(2020);

    public static TheoryData<string, long, long[]> Published
    {
        get
        {
            var cases = new TheoryData<string, long, long[]>();
            foreach (var issuance in Cases("golden-issuances.json"))
            {
                var total = issuance.GetProperty("total").GetInt64();
                var parts = Parts(issuance).ToArray();
                var name = issuance.GetProperty("project").GetString()! + (issuance.TryGetProperty("period", out var period) ? " " + period[0].GetString() : string.Empty);
                cases.Add(name, total, Whole(parts, total));
            }

            var i = 0;
            foreach (var issuance in Cases("jcm_real_issuances.json"))
            {
                var total = issuance.GetProperty("totalIssued").GetInt64();
                cases.Add($"{issuance.GetProperty("partner").GetString()} {i++}", total, Whole([.. RealParts(issuance)], total));
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Published))]
    public void Split_PublishedTonnes_ComesOutAsPublished(string name, long total, long[] parts)
    {
        var recipients = parts.Select((tonnes, i) => new Recipient($"{name} {i}", i == 0 ? Side.Japan : Side.Partner, HolderKind.Government, $"A{i}")
        {
            Tonnes = new Dictionary<Vintage, WholeTonnes> { [Vintage] = new(tonnes) },
        });

        var split = new Allocation([.. recipients]).Split([new VintageTonnes(Vintage, new WholeTonnes(total))]);

        Assert.Empty(split.Errors);
        Assert.Equal(parts, split.Working.Select(part => part.Tonnes.Value));
    }

    /// <summary>Subsidised projects: at least half to the Government of Japan, rounded up, in all that is published of it.</summary>
    [Fact]
    public void Published_GovernmentOfJapanOfSubsidisedProjects_GetsAtLeastHalf()
    {
        foreach (var issuance in Cases("jcm_real_issuances.json"))
        {
            var government = issuance.TryGetProperty("japanSide", out var side) ? side.GetProperty("governmentOfJapan").GetInt64() : issuance.GetProperty("governmentOfJapan").GetInt64();
            Assert.True(government >= Allocation.SubsidisedMinimum.CeilingOf(issuance.GetProperty("totalIssued").GetInt64()));
        }
    }

    /// <summary>Case <c>percentage-share-rounding</c>: rounding each share by itself would give 102 of 101.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Split_HalvesOfAnOddTotal_DoNotGiveOutATonneTooMuch(bool residual)
    {
        var given = Cases("unit_block_negative_cases.json").Single(each => each.GetProperty("id").ValueEquals("percentage-share-rounding"));
        var issued = given.GetProperty("issued").GetInt64();
        var recipients = given.GetProperty("sharesPercent").EnumerateArray().Select((percent, i) => new Recipient($"owner {i}", Side.Partner, HolderKind.Entity, $"A{i}")
        {
            Share = new Fraction(percent.GetInt64(), 100),
            IsResidual = residual && i == 1,
        });

        var split = new Allocation([.. recipients]).Split([new VintageTonnes(Vintage, new WholeTonnes(issued))]);

        Assert.Equal(issued, split.Lines.Sum(line => line.Tonnes.Value));
        Assert.Equal(residual ? [50, 51] : [51, 50], split.Lines.Select(line => line.Tonnes.Value));
    }

    private static long[] Whole(long[] parts, long total) => parts.Sum() == total ? parts : [.. parts, total - parts.Sum()];

    /// <summary>Japan's part first: what is notified to the side, or what its government got.</summary>
    private static IEnumerable<long> Parts(JsonElement issuance)
    {
        yield return Number(issuance.GetProperty("japan"), "notified") ?? issuance.GetProperty("japan").GetProperty("government").GetInt64();
        if (issuance.TryGetProperty("partner", out var partner))
            yield return Number(partner, "notified") ?? partner.GetProperty("government").GetInt64();
        if (Number(issuance, "participants") is { } participants)
            yield return participants;
    }

    private static IEnumerable<long> RealParts(JsonElement issuance)
    {
        if (!issuance.TryGetProperty("japanSide", out var japan))
        {
            yield return issuance.GetProperty("governmentOfJapan").GetInt64();
            yield break;
        }

        yield return japan.GetProperty("governmentOfJapan").GetInt64();
        foreach (var participant in japan.TryGetProperty("participants", out var participants) ? participants.EnumerateObject() : default)
            yield return participant.Value.GetInt64();
        if (issuance.TryGetProperty("partnerSide", out var partner))
        {
            yield return partner.GetProperty("government").GetInt64();
            foreach (var participant in partner.GetProperty("participants").EnumerateObject())
                yield return participant.Value.GetInt64();
        }
    }

    private static long? Number(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetInt64() : null;

    private static JsonElement.ArrayEnumerator Cases(string file) => JsonDocument.Parse(Files.Data(file)).RootElement.GetProperty("cases").EnumerateArray();
}
