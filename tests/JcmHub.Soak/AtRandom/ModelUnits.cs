namespace JcmHub.Soak.AtRandom;

/// <summary>Where units stand, in the soak's own words.</summary>
internal enum Phase
{
    Awaiting,
    Live,
    Leaving,
    Reserved,
    Blocked,
    Out,
    Lapsed,
}

/// <summary>Units of a host that have the same story: what the soak's own model knows of them.</summary>
internal sealed record ModelUnits(string Registry, long First, long Last, string Project, int Vintage, string Decision, string Account, Phase Phase)
{
    /// <summary>Under which authorisation; none where they are not authorised.</summary>
    public string? Authorization { get; init; }

    /// <summary>Whether they are authorised for other purposes beside an NDC, their use or cancellation being a first transfer.</summary>
    public bool IsForOthers => Authorization?.StartsWith("OIMP", StringComparison.Ordinal) == true;

    /// <summary>Whether they were first transferred.</summary>
    public bool Transferred { get; init; }

    /// <summary>The registry's number of the first of them; none before they are issued.</summary>
    public long? Number { get; init; }

    /// <summary>The operation or correction that holds them.</summary>
    public string? Hold { get; init; }

    /// <summary>Of units that wait: whether the registry has answered the last record that asked for them.</summary>
    public bool IsAnswered { get; init; }

    /// <summary>Whether they are the rest of an issuance.</summary>
    public bool IsRest => Phase == Phase.Awaiting && IsAnswered;

    public long Tonnes => Last - First + 1;

    /// <summary>Whether an operation may take them.</summary>
    public bool IsFree => Phase == Phase.Live && Hold is null;

    /// <summary>The part of them within a range.</summary>
    public ModelUnits Part(long first, long last)
    {
        var (from, to) = (Math.Max(first, First), Math.Min(last, Last));
        return this with { First = from, Last = to, Number = Number + (from - First) };
    }

    /// <summary>Whether others go on where these end, with the same story.</summary>
    public bool IsFollowedBy(ModelUnits next) =>
        next.First == Last + 1 && next with { First = First, Last = Last, Number = Number } == this
        && (Number is null ? next.Number is null : next.Number == Number + Tonnes);
}
