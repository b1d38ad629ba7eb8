using JcmHub.Domain.Parties;

namespace JcmHub.Soak.AtRandom;

/// <summary>A host Party of the soak.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Flow">Its issuance flow, A or B.</param>
/// <param name="Mode">How records reach its registry; null where it has none.</param>
internal sealed record SoakHost(string Code, string Flow, DeliveryMode? Mode)
{
    /// <summary>Both flows, all three modes of delivery, and Parties without a registry.</summary>
    public static IReadOnlyList<SoakHost> All { get; } =
    [
        new("CL", "B", DeliveryMode.Queue),
        new("KE", "B", DeliveryMode.Http),
        new("MN", "B", null),
        new("MV", "B", null),
        new("PH", "A", DeliveryMode.Queue),
        new("TH", "A", DeliveryMode.Http),
        new("VN", "A", DeliveryMode.File),
    ];

    /// <summary>Its projects.</summary>
    public IEnumerable<string> Projects => Enumerable.Range(1, 5).Select(number => $"{Code}00{number}");

    /// <summary>Where flow A's units for Japan wait.</summary>
    public string Pending => $"{Code}-PENDING";

    /// <summary>Where units go that have left.</summary>
    public string Out => $"{Code}-ITO";
}
