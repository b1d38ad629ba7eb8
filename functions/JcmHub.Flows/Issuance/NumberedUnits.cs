using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;

namespace JcmHub.Flows.Issuance;

/// <summary>
/// Numbers that a registry gave, and the hub's units that bear them, one to one. Written once, with the registry's receipt; a unit keeps its
/// number whatever becomes of its block, so a registry's serial is found without looking through blocks.
/// </summary>
internal sealed record NumberedUnits(SerialRange Numbers, SerialRange Units)
{
    /// <summary>The rows of an entry that numbers units; neighbours are one row.</summary>
    public static IEnumerable<RowWrite> Rows(LedgerEntry entry) =>
        Runs(entry).Select(run => RowWrite.Add(LedgerKeys.Serials(run.Registry, run.Units.Numbers.Last), LedgerJson.Write(run.Units)));

    /// <summary>
    /// The first of an entry's numbers that the registry gave before, with the units that bear them; read under the head's guard, so that of two
    /// entries with the same numbers the second sees the first. One read for each run of neighbours.
    /// </summary>
    public static async Task<(SerialRange Numbers, SerialRange Units)?> GivenBeforeAsync(LedgerView view, LedgerEntry entry, CancellationToken cancellationToken)
    {
        foreach (var (registry, run) in Runs(entry))
        {
            if (await view.NumberedFromAsync(registry, run.Numbers.First, cancellationToken) is { } before && before.Numbers.Overlaps(run.Numbers))
                return (run.Numbers, before.Units);
        }

        return null;
    }

    private static IEnumerable<(PartyId Registry, NumberedUnits Units)> Runs(LedgerEntry entry)
    {
        foreach (var registry in entry.Numbered.GroupBy(block => block.Registry))
        {
            NumberedUnits? run = null;
            foreach (var block in registry.OrderBy(block => block.RegistrySerials!.Value.First))
            {
                var (numbers, units) = (block.RegistrySerials!.Value, block.Units);
                if (run is not null && run.Numbers.Last + 1 == numbers.First && run.Units.Last + 1 == units.First)
                    run = new NumberedUnits(new SerialRange(run.Numbers.First, numbers.Last), new SerialRange(run.Units.First, units.Last));
                else
                {
                    if (run is not null)
                        yield return (registry.Key, run);
                    run = new NumberedUnits(numbers, units);
                }
            }

            yield return (registry.Key, run!);
        }
    }

    /// <summary>The hub's unit that bears a number; null where it is not one of these.</summary>
    public long? UnitOf(long number) => Numbers.Contains(new SerialRange(number, number)) ? Units.First + (number - Numbers.First) : null;
}
