namespace JcmHub.Flows;

/// <summary>What sort of refusal; a trigger maps it to a status code.</summary>
public enum RefusalKind
{
    /// <summary>The document cannot be read or breaks its schema (400).</summary>
    Malformed,

    /// <summary>Well formed, but it breaks a rule (422).</summary>
    BreaksRule,

    /// <summary>What it names is not there (404).</summary>
    NotFound,

    /// <summary>It does not fit what was recorded before (409).</summary>
    Conflict,

    /// <summary>The caller may not do this (403).</summary>
    Forbidden,

    /// <summary>Too large for this route (413).</summary>
    TooLarge,

    /// <summary>Of a media type that is not taken here (415).</summary>
    UnsupportedMediaType,

    /// <summary>Too many others write at this moment; the same call can be made again (503).</summary>
    Busy,

    /// <summary>The hub's own fault, of which its log tells; nothing was stored (500).</summary>
    Fault,
}
