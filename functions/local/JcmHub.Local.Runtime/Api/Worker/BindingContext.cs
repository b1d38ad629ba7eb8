namespace Microsoft.Azure.Functions.Worker;

/// <summary>What came with the trigger, by name.</summary>
public abstract class BindingContext
{
    protected BindingContext()
    {
    }

    public abstract IReadOnlyDictionary<string, object?> BindingData { get; }
}
