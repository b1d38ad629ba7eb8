namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>Whether a trigger hands over one message or an array.</summary>
public enum Cardinality
{
    Many = 0,
    One = 1,
}
