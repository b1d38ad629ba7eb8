namespace JcmHub.Domain.Ledger.Operations;

/// <summary>Toward what units are retired (decision 2/CMA.3).</summary>
public enum UsePurpose
{
    /// <summary>Toward the using Party's nationally determined contribution.</summary>
    Ndc,

    /// <summary>Another international mitigation purpose, such as CORSIA, or another purpose.</summary>
    Oimp,
}
