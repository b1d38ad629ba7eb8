namespace JcmHub.Domain.Parties;

/// <summary>How records reach a Party's registry (D5).</summary>
public enum DeliveryMode
{
    /// <summary>Signed HTTP; the answer is the receipt.</summary>
    Http,

    /// <summary>A queue; the receipt comes later.</summary>
    Queue,

    /// <summary>A file that the registry fetches; the receipt comes later.</summary>
    File,
}
