namespace JcmHub.Local.Registries;

/// <summary>Holds what one registry is told to do wrong, and counts it down. Forgotten on restart: a new stack behaves.</summary>
internal sealed class FaultSwitch
{
    private readonly Lock _gate = new();
    private RegistryFaults _told = RegistryFaults.None;

    public RegistryFaults Told
    {
        get
        {
            lock (_gate)
                return _told;
        }
        set
        {
            lock (_gate)
                _told = value;
        }
    }

    /// <summary>What to do wrong with the record that has just come.</summary>
    public RegistryFaults ForNextRecord()
    {
        lock (_gate)
        {
            var now = _told;
            if (now.Times is { } times)
                _told = times > 1 ? now with { Times = times - 1 } : RegistryFaults.None;
            return now;
        }
    }
}
