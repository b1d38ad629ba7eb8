namespace JcmHub.JsonSchema;

/// <summary>
/// Receives every value of a document in order, in the same pass that validates it. A value is handed over before the
/// verdict on the document is known: who acts on values waits for <see cref="ValidationResult"/>. Paths and values
/// are views that end with the call. An exception from a sink ends the reading and reaches the caller.
/// </summary>
public interface IValueSink
{
    /// <summary>An object begins at this path.</summary>
    void StartObject(in ValuePath path);

    /// <summary>The object at this path ends.</summary>
    void EndObject(in ValuePath path);

    /// <summary>An array begins at this path.</summary>
    void StartArray(in ValuePath path);

    /// <summary>The array at this path ends.</summary>
    void EndArray(in ValuePath path);

    /// <summary>A string, number, boolean or null at this path.</summary>
    void Scalar(in ValuePath path, in ScalarValue value);
}
