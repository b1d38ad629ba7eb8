using Microsoft.AspNetCore.Http;

namespace JcmHub.Functions.Access;

/// <summary>Why a caller does not get in: 401 where the token is not good, 403 where it is good but not for this, 503 where nobody can tell.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">Stable, kebab-case.</param>
/// <param name="Detail">A sentence in English; it goes into the challenge too, so it holds no quotation mark.</param>
/// <param name="DetailJa">The same in Japanese.</param>
internal sealed record AccessRefusal(int Status, string Code, string Detail, string DetailJa)
{
    public static readonly AccessRefusal
        TokenMissing = Unauthorized("token-missing", "A bearer token is needed.", "アクセストークンが必要です。"),
        TokenMalformed = Unauthorized("token-malformed", "This is not a JSON Web Token.", "アクセストークンの形式が正しくありません。"),
        TokenAlgorithm = Unauthorized("token-algorithm", "The token is not signed by an algorithm that is accepted here.", "アクセストークンの署名方式は受け付けられません。"),
        TokenSignature = Unauthorized("token-signature", "The token is not signed by a key of the issuer.", "アクセストークンの署名を検証できません。"),
        TokenIssuer = Unauthorized("token-issuer", "The token is from another issuer.", "アクセストークンの発行者が異なります。"),
        TokenAudience = Unauthorized("token-audience", "The token is for another audience.", "アクセストークンの対象者が異なります。"),
        TokenExpired = Unauthorized("token-expired", "The token has expired, or says no time at which it does.", "アクセストークンの有効期限が切れているか、期限の記載がありません。"),
        TokenNotYetValid = Unauthorized("token-not-yet-valid", "The token is not valid yet.", "アクセストークンはまだ有効ではありません。"),
        TokenSubject = Unauthorized("token-subject", "The token names no subject.", "アクセストークンに主体（sub）の記載がありません。"),
        TokenRole = Unauthorized("token-role", "The token does not name exactly one role.", "アクセストークンに役割が一つだけ記載されていません。"),
        TokenParty = Unauthorized("token-party", "The token names no Party as its role needs it, or one that is not two capital letters.", "アクセストークンに締約国が正しく記載されていません。"),
        TokenProjects = Unauthorized("token-projects", "The token names a project that is not two capital letters and three digits.", "アクセストークンのプロジェクト番号が正しくありません。"),
        TokenEntities = Unauthorized("token-entities", "The token names a third-party entity that is not written like TPE-TH-002.", "アクセストークンの第三者機関の番号が正しくありません。"),
        IssuerUnreachable = new(StatusCodes.Status503ServiceUnavailable, "token-issuer-unreachable", "The issuer's keys cannot be read at this moment; make the same call again.", "発行者の鍵を取得できません。同じ要求を再送してください。"),
        FunctionClosed = Forbidden("function-closed", "Nobody may call this.", "この操作は誰にも許可されていません。"),
        WrongParty = Forbidden("wrong-party", "This is the matter of another Party.", "他国に属する事項です。"),
        ProjectNotYours = Forbidden("project-not-yours", "This is the matter of a project that the token does not name.", "アクセストークンに記載のないプロジェクトの事項です。");

    public static AccessRefusal RoleNotAllowed(string role) =>
        Forbidden("role-not-allowed", $"The role {role} may not do this.", $"役割{role}ではこの操作を行えません。");

    /// <summary>What the answer's header <c>WWW-Authenticate</c> says (RFC 6750, 3); null where it says nothing.</summary>
    public string? Challenge => Status switch
    {
        StatusCodes.Status401Unauthorized when ReferenceEquals(this, TokenMissing) => "Bearer realm=\"jcmhub\"",
        StatusCodes.Status401Unauthorized => $"Bearer realm=\"jcmhub\", error=\"invalid_token\", error_description=\"{Detail}\"",
        StatusCodes.Status403Forbidden => "Bearer realm=\"jcmhub\", error=\"insufficient_scope\"",
        _ => null,
    };

    private static AccessRefusal Unauthorized(string code, string detail, string detailJa) => new(StatusCodes.Status401Unauthorized, code, detail, detailJa);

    private static AccessRefusal Forbidden(string code, string detail, string detailJa) => new(StatusCodes.Status403Forbidden, code, detail, detailJa);
}
