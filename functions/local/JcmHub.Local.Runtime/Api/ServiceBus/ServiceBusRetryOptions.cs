#nullable disable
namespace Azure.Messaging.ServiceBus;

/// <summary>How often and how patiently the client tries an operation again that failed for a passing reason.</summary>
public class ServiceBusRetryOptions
{
    public ServiceBusRetryOptions()
    {
    }

    public ServiceBusRetryMode Mode { get; set; } = ServiceBusRetryMode.Exponential;

    /// <summary>Tries after the first; 0 to 100.</summary>
    public int MaxRetries
    {
        get;
        set => field = value is >= 0 and <= 100 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "0 to 100.");
    } = 3;

    /// <summary>Wait before the second try; 1 ms to 5 minutes.</summary>
    public TimeSpan Delay
    {
        get;
        set => field = value >= TimeSpan.FromMilliseconds(1) && value <= TimeSpan.FromMinutes(5) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "1 ms to 5 minutes.");
    } = TimeSpan.FromMilliseconds(800);

    /// <summary>Longest wait between tries.</summary>
    public TimeSpan MaxDelay
    {
        get;
        set => field = value >= TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Not negative.");
    } = TimeSpan.FromMinutes(1);

    /// <summary>How long one try may take; up to an hour.</summary>
    public TimeSpan TryTimeout
    {
        get;
        set => field = value > TimeSpan.Zero && value <= TimeSpan.FromHours(1) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Above zero, up to an hour.");
    } = TimeSpan.FromMinutes(1);
}
