namespace JcmHub.Domain.Methodologies;

/// <summary>Where a parameter's value comes from.</summary>
public enum ParameterKind
{
    /// <summary>Measured in the monitoring period and reported in readings.</summary>
    Monitored,

    /// <summary>Reported per year, years before the monitoring period included: waste deposited in the past.</summary>
    History,

    /// <summary>One value, or one per listed member, in the methodology file.</summary>
    Fixed,

    /// <summary>In the methodology file by case; the project's file says which case applies.</summary>
    ByCase,

    /// <summary>Fixed for the project at validation, in the project's file.</summary>
    Project,
}
