namespace JcmHub.Local.Host.Http;

/// <summary>Endpoint metadata: the verbs that a function answers; none for all.</summary>
internal sealed class FunctionVerbs(IReadOnlyCollection<string> verbs)
{
    public bool Allow(string method) => verbs.Count == 0 || verbs.Contains(method, StringComparer.OrdinalIgnoreCase);
}
