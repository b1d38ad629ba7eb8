namespace JcmHub.Functions.Access;

/// <summary>One HTTP function: its address, whose matter it is, the roles that may call it, and what <c>openapi.json</c> says of it.</summary>
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

    /// <summary>The schema of the document that is sent, such as <c>messages/receipt-1.0</c>; null where none is sent.</summary>
    public string? Body { get; init; }

    /// <summary>Whether it takes nothing although its verb could.</summary>
    public bool HasNoBody { get; init; }

    /// <summary>The media types of what is sent.</summary>
    public string[] BodyTypes { get; init; } = ["application/json"];

    /// <summary>Whether something is sent: a document with a schema, or bytes of other media types.</summary>
    public bool HasBody => Body is not null || BodyTypes is not ["application/json"];

    /// <summary>The schema of the answer, such as <c>answers/problem-1.0</c>; null where it has none.</summary>
    public string? Answer { get; init; }

    /// <summary>The media type of the answer.</summary>
    public string AnswerType { get; init; } = "application/json";

    /// <summary>The status of the answer where all is well.</summary>
    public int Status { get; init; } = 200;

    /// <summary>Names of the query's parameters.</summary>
    public string[] Query { get; init; } = [];

    /// <summary>The codes with which it may be refused beside those of every route, separated by spaces.</summary>
    public string Codes { get; init; } = string.Empty;

    /// <summary>Whether it is part of the interface that <c>openapi.json</c> describes.</summary>
    public bool IsInDocument { get; init; } = true;

    /// <summary>Open to anyone, without a token.</summary>
    public bool IsOpen { get; init; }

    /// <summary>Only the Party itself that the request names, not the other side of its projects.</summary>
    public bool IsOwnOnly { get; init; }
}
