namespace JcmHub.Domain.Methodologies;

/// <summary>How sure we are of a value in a file.</summary>
public enum Certainty
{
    /// <summary>Read in a named public source.</summary>
    Sourced,

    /// <summary>True by definition, such as 1,000 kg in a tonne.</summary>
    Definition,

    /// <summary>Computed from sourced values.</summary>
    Derived,

    /// <summary>Recalled and not verified again; almost certainly right.</summary>
    RecalledHigh,

    /// <summary>Recalled and not verified again; probably right.</summary>
    RecalledMedium,

    /// <summary>Recalled and not verified again; may well be wrong.</summary>
    RecalledLow,

    /// <summary>Invented for demonstration.</summary>
    Illustrative,
}
