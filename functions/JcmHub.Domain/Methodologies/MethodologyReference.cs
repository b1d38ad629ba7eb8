namespace JcmHub.Domain.Methodologies;

/// <summary>One version of one methodology: a project's is pinned when it is registered.</summary>
public readonly record struct MethodologyReference(string Id, string Version)
{
    public override string ToString() => $"{Id} {Version}";
}
