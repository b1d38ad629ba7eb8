using JcmHub.JsonSchema.Plans;

namespace JcmHub.JsonSchema.Runs;

/// <summary>One open container.</summary>
internal struct Frame
{
    public LocationPlan Plan;

    /// <summary>Set for an object, null for an array.</summary>
    public ObjectRules? Objects;

    /// <summary>Set for an array, null for an object.</summary>
    public ArrayRules? Arrays;

    /// <summary>Where this container's words begin in the run's state.</summary>
    public int State;

    /// <summary>Properties or items begun.</summary>
    public long Count;

    /// <summary>The last property's index in the name table, -1 for none or another.</summary>
    public int LastName;

    /// <summary>This container's own name in the object around.</summary>
    public int NameStart;

    public int NameLength;

    public Position Start;

    /// <summary>How much of each stack was in use before this container.</summary>
    public int HeldMark;

    public int UnknownMark;

    /// <summary>The set of items seen, for <c>uniqueItems</c>; -1 for none.</summary>
    public int ItemSet;

    /// <summary>Where this container's canonical form begins, -1 when nobody compares it.</summary>
    public int FormStart;

    public readonly bool IsObject => Objects is not null;
}
