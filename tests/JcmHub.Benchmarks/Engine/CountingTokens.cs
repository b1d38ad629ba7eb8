using JcmHub.JsonSchema;

namespace JcmHub.Benchmarks.Engine;

/// <summary>A sink that only counts: what the validator's part of the pass costs.</summary>
internal sealed class CountingTokens : IValueSink
{
    public long Values { get; private set; }

    public void StartObject(in ValuePath path) => Values++;

    public void EndObject(in ValuePath path)
    {
    }

    public void StartArray(in ValuePath path) => Values++;

    public void EndArray(in ValuePath path)
    {
    }

    public void Scalar(in ValuePath path, in ScalarValue value) => Values++;
}
