namespace JcmHub.Local.Registries;

/// <summary>What corrections of both governments do in a registry: units are stopped, released, or under another authorisation.</summary>
internal sealed partial class RegistryLedger
{
    /// <summary>Stops units: none of them moves until it is released.</summary>
    public void Block(string host, CorrectionData correction)
    {
        foreach (var (first, last) in Held(host, correction))
        {
            if (StoppedWithin(host, first, last).Count > 0)
                Refuse("units-blocked");
            else
                Stop(host, first, last, correction.Correction);
        }
    }

    /// <summary>Lets stopped units move again.</summary>
    public void Release(string host, CorrectionData correction)
    {
        foreach (var (first, last) in Held(host, correction))
        {
            var stopped = StoppedWithin(host, first, last);
            if (stopped.Sum(range => Math.Min(range.Last, last) - Math.Max(range.First, first) + 1) != last - first + 1)
            {
                Refuse("units-not-blocked");
                return;
            }

            foreach (var range in stopped)
            {
                store.Execute("DELETE FROM stopped WHERE host = $host AND hub_first = $first", ("$host", host), ("$first", range.First));
                if (range.First < first)
                    Stop(host, range.First, first - 1, range.Correction);
                if (range.Last > last)
                    Stop(host, last + 1, range.Last, range.Correction);
            }
        }
    }

    /// <summary>Takes note of the authorisation under which units are from here on; none where it is revoked.</summary>
    public void Revise(string host, CorrectionData correction)
    {
        foreach (var (first, last) in Held(host, correction))
            store.Execute("INSERT INTO revised VALUES ($correction, $host, $first, $last, $authorization)",
                ("$correction", correction.Correction), ("$host", host), ("$first", first), ("$last", last),
                ("$authorization", (object?)correction.Authorization?.AuthorizationId ?? DBNull.Value));
    }

    /// <summary>The hub's numbers of the blocks that a correction names, each held here under the registry's numbers that it gives.</summary>
    private List<(long First, long Last)> Held(string host, CorrectionData correction)
    {
        var ranges = new List<(long First, long Last)>();
        foreach (var block in correction.Blocks)
        {
            var (first, last) = Range(block.HubFirst, block.HubLast, block.Tonnes);
            var parts = BlocksWithin(host, first, last).Where(whole => whole.Vintage == block.Vintage)
                .Select(whole => whole.Part(Math.Max(whole.HubFirst, first), Math.Min(whole.HubLast, last))).ToArray();
            if (parts.Sum(part => part.Tonnes) != last - first + 1)
                Refuse("units-not-held");
            else if (Serial(block.RegistryFirst) != parts[0].First || Serial(block.RegistryLast) != parts[^1].Last)
                Refuse("serials-mismatch");
            else
            {
                ranges.Add((first, last));
                _touched.AddRange(parts.Select(Receipted));
            }
        }

        return ranges;
    }

    private void Stop(string host, long first, long last, string correction) => store.Execute(
        "INSERT INTO stopped VALUES ($host, $first, $last, $correction)",
        ("$host", host), ("$first", first), ("$last", last), ("$correction", correction));

    private List<(long First, long Last, string Correction)> StoppedWithin(string host, long first, long last) => store.Query(
        "SELECT hub_first, hub_last, correction FROM stopped WHERE host = $host AND hub_first <= $last AND hub_last >= $first",
        row => (row.GetInt64(0), row.GetInt64(1), row.GetString(2)), ("$host", host), ("$first", first), ("$last", last));
}
