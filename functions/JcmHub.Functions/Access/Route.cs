namespace JcmHub.Functions.Access;

/// <summary>One HTTP function: its address, whose matter it is, and the roles that may call it.</summary>
/// <param name="Address">Verb and route below the prefix <c>api</c>: <c>GET reports/{id}</c>.</param>
/// <param name="Function">The function's name.</param>
/// <param name="Whose">Where the request says whose matter it is.</param>
/// <param name="Roles">Who may call; nobody where it is empty, unless it is open.</param>
/// <param name="Summary">What it does, in a sentence.</param>
internal sealed record Route(string Address, string Function, Whose Whose, string[] Roles, string Summary)
{
    /// <summary>The verb, in capital letters.</summary>
    public string Verb => Address.Split(' ')[0];

    /// <summary>The route below the prefix.</summary>
    public string Path => Address.Split(' ')[1];

    /// <summary>Whether it is part of the interface that <c>openapi.json</c> describes.</summary>
    public bool IsInDocument { get; init; } = true;

    /// <summary>Open to anyone, without a token.</summary>
    public bool IsOpen { get; init; }

    /// <summary>Only the Party itself that the request names, not the other side of its projects.</summary>
    public bool IsOwnOnly { get; init; }
}
