using JcmHub.Domain.Ledger;

namespace JcmHub.Flows.Issuance;

/// <summary>
/// Numbers that a registry gave, and the hub's units that bear them, one to one. Written once, with the registry's receipt; a unit keeps its
/// number whatever becomes of its block, so a registry's serial is found without looking through blocks.
/// </summary>
internal sealed record NumberedUnits(SerialRange Numbers, SerialRange Units)
{
    /// <summary>The rows of an entry that numbers units; neighbours are one row.</summary>
    public static IEnumerable<RowWrite> Rows(LedgerEntry entry)
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
                        yield return run.Row(registry.Key);
                    run = new NumberedUnits(numbers, units);
                }
            }

            yield return run!.Row(registry.Key);
        }
    }

    /// <summary>The hub's unit that bears a number; null where it is not one of these.</summary>
    public long? UnitOf(long number) => Numbers.Contains(new SerialRange(number, number)) ? Units.First + (number - Numbers.First) : null;

    private RowWrite Row(Domain.Parties.PartyId registry) => RowWrite.Put(LedgerKeys.Serials(registry, Numbers.Last), LedgerJson.Write(this));
}
