namespace JcmHub.Functions.Access;

/// <summary>Where a request says whose matter it is: a host Party's and, for participants, a project's.</summary>
internal enum Whose
{
    /// <summary>Nobody's in particular: the same for every Party.</summary>
    Everyones,

    /// <summary>The address names a report (<c>{id}</c>), and so its project and host.</summary>
    Report,

    /// <summary>The address names a record (<c>{id}</c>), and so its host.</summary>
    Record,

    /// <summary>The address names a decision (<c>{id}</c>), and so its host.</summary>
    Decision,

    /// <summary>The address names the Party (<c>{party}</c>).</summary>
    Party,

    /// <summary>The query names the Party (<c>?party=</c>).</summary>
    PartyOfQuery,

    /// <summary>The document that is sent names it: the flow that reads the document judges, by the same rules.</summary>
    Document,

    /// <summary>The answer is about several Parties: the flow leaves out what is not the caller's part.</summary>
    OwnPart,
}
