namespace JcmHub.Domain.Methodologies;

/// <summary>How several readings of one point become one value.</summary>
public enum Measure
{
    /// <summary>An amount over time, such as energy: readings are summed.</summary>
    Flow,

    /// <summary>A state, such as an area or a temperature: the mean of the readings, weighted by their length.</summary>
    Level,
}
