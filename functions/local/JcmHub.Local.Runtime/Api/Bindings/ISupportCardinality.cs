namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

public interface ISupportCardinality
{
    Cardinality Cardinality { get; set; }
}
