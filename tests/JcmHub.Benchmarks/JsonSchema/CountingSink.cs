using JcmHub.JsonSchema;

namespace JcmHub.Benchmarks.JsonSchema;

/// <summary>Looks at each value as the hub would: is it a reading's value, and what number is it?</summary>
internal sealed class CountingSink : IValueSink
{
    public long Values { get; private set; }

    public void StartObject(in ValuePath path)
    {
    }

    public void EndObject(in ValuePath path)
    {
    }

    public void StartArray(in ValuePath path)
    {
    }

    public void EndArray(in ValuePath path)
    {
    }

    public void Scalar(in ValuePath path, in ScalarValue value)
    {
        if (path.Depth == 3 && path.Last.Is("value"u8))
            Values++;
    }
}
