using System.Text.Json.Nodes;
using JcmHub.Functions.Access;
using JcmHub.Functions.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace JcmHub.Functions.Description;

/// <summary>
/// The interface as an OpenAPI 3.1 document, made of the access table, the schemas and the error catalogue. The schemas stand in it
/// whole, under their own <c>$id</c>, so that the document needs nothing else.
/// </summary>
internal static class OpenApiDocument
{
    private const string Problem = "answers/problem-1.0";

    /// <summary>Folders of schemas that documents and answers follow.</summary>
    private static readonly string[] Folders = ["reports", "messages", "snapshots", "answers"];

    /// <summary>What any route with a token may answer.</summary>
    private static readonly string[] CodesOfTokens = [.. ErrorCatalogue.Entries.Where(entry => entry.Statuses.Contains(401)).Select(entry => entry.Code), "token-issuer-unreachable", "role-not-allowed"];

    /// <summary>What any route with a document may answer, beside the codes of its schema.</summary>
    private static readonly string[] CodesOfDocuments = ["request-unreadable", "document-too-large", "media-type-unsupported"];

    /// <summary>What any route may answer.</summary>
    private static readonly string[] CodesOfAll = ["hub-unavailable", "hub-fault"];

    /// <param name="schemas">The folder <c>schemas</c>.</param>
    public static JsonObject Create(string schemas) => new()
    {
        ["openapi"] = "3.1.1",
        ["info"] = new JsonObject
        {
            ["title"] = "JcmHub",
            ["version"] = typeof(OpenApiDocument).Assembly.GetName().Version!.ToString(3),
            ["summary"] = "Integration hub of the Joint Crediting Mechanism",
            ["description"] = "Monitoring reports, Joint Committee decisions, credits and their transfers between registries. "
                + "Quantities are decimal strings. Every error is Problem Details with a stable code; the page `docs` explains each.",
            ["license"] = new JsonObject { ["name"] = "MIT", ["identifier"] = "MIT" },
        },
        ["servers"] = new JsonArray(new JsonObject { ["url"] = "/api" }),
        ["security"] = new JsonArray(new JsonObject { ["token"] = new JsonArray() }),
        ["tags"] = new JsonArray([.. Routes.Select(Tag).Distinct().Select(tag => new JsonObject { ["name"] = tag })]),
        ["paths"] = Paths(),
        ["components"] = new JsonObject
        {
            ["securitySchemes"] = new JsonObject
            {
                ["token"] = new JsonObject
                {
                    ["type"] = "http", ["scheme"] = "bearer", ["bearerFormat"] = "JWT",
                    ["description"] = "Claims: `sub`; one `role`; `party` for governments, secretariats and registries; `projects` for participants.",
                },
            },
            ["schemas"] = Schemas(schemas),
        },
    };

    /// <summary>The group that a route belongs to: the first part of its address.</summary>
    public static string Tag(Route route) => route.Path.Split('/')[0];

    /// <summary>Every code with which a route may be refused, but for those of its document's schema.</summary>
    public static IEnumerable<string> CodesOf(Route route) =>
    [
        .. route.Codes.Split(' ', StringSplitOptions.RemoveEmptyEntries),
        .. NeedsParty(route) ? ["wrong-party"] : (string[])[],
        .. route.Whose == Whose.Report && route.Roles.Contains(Role.Participant) ? ["project-not-yours"] : (string[])[],
        .. route.IsOpen ? [] : CodesOfTokens,
        .. route.Body is null ? [] : CodesOfDocuments,
        .. CodesOfAll,
    ];

    private static bool NeedsParty(Route route) => route.Whose is Whose.Report or Whose.Record or Whose.Decision or Whose.Party or Whose.PartyOfQuery;

    private static IEnumerable<Route> Routes => AccessTable.Routes.Where(route => route.IsInDocument);

    private static JsonObject Paths()
    {
        var paths = new JsonObject();
        foreach (var path in Routes.GroupBy(route => $"/{route.Path}"))
            paths[path.Key] = new JsonObject(path.Select(route => KeyValuePair.Create(route.Verb.ToLowerInvariant(), (JsonNode?)Operation(route))));
        return paths;
    }

    private static JsonObject Operation(Route route)
    {
        var operation = new JsonObject
        {
            ["operationId"] = route.Function,
            ["summary"] = route.Summary,
            ["tags"] = new JsonArray(Tag(route)),
            ["x-roles"] = new JsonArray([.. route.Roles.Select(role => JsonValue.Create(role))]),
        };
        if (route.IsOpen)
            operation["security"] = new JsonArray();
        JsonObject[] parameters =
        [
            .. PathParameters(route).Select(name => Parameter(name, "path", isRequired: true)),
            .. route.Query.Select(name => Parameter(name, "query", isRequired: false)),
        ];
        if (parameters.Length > 0)
            operation["parameters"] = new JsonArray([.. parameters]);
        if (route.HasBody)
        {
            operation["requestBody"] = new JsonObject
            {
                ["required"] = true,
                ["content"] = new JsonObject(route.BodyTypes.Select(type => KeyValuePair.Create(type, (JsonNode?)(route.Body is { } body && IsJson(type) ? Content(body) : [])))),
            };
        }

        operation["responses"] = Responses(route);
        return operation;
    }

    /// <summary>The names in braces of a route's path.</summary>
    public static IEnumerable<string> PathParameters(Route route) =>
        route.Path.Split('/').Where(part => part.StartsWith('{')).Select(part => part.Trim('{', '}'));

    private static JsonObject Responses(Route route)
    {
        var responses = new JsonObject
        {
            [Text(route.Status)] = new JsonObject
            {
                ["description"] = ReasonPhrases.GetReasonPhrase(route.Status),
                ["content"] = new JsonObject { [route.AnswerType] = route.Answer is { } answer ? Content(answer) : [] },
            },
        };
        var codes = CodesOf(route).Distinct()
            .SelectMany(code => Known[code].Statuses.Select(status => (Status: status, Code: code)))
            .Concat(route.Body is null ? [] : [(400, "json-…"), (400, "limit-…"), (400, "schema-…")]);
        foreach (var status in codes.GroupBy(code => code.Item1).OrderBy(status => status.Key))
        {
            responses[Text(status.Key)] = new JsonObject
            {
                ["description"] = $"{ReasonPhrases.GetReasonPhrase(status.Key)}: {string.Join(", ", status.Select(code => $"`{code.Item2}`"))}",
                ["content"] = new JsonObject { ["application/problem+json"] = Content(Problem) },
            };
        }

        return responses;
    }

    private static Dictionary<string, ErrorEntry> Known { get; } = ErrorCatalogue.Entries.ToDictionary(entry => entry.Code);

    private static JsonObject Parameter(string name, string place, bool isRequired) => new()
    {
        ["name"] = name,
        ["in"] = place,
        ["required"] = isRequired,
        ["schema"] = name == "party" ? new JsonObject { ["type"] = "string", ["pattern"] = "^[A-Z]{2}$" } : new JsonObject { ["type"] = "string" },
    };

    private static JsonObject Content(string schema) =>
        new() { ["schema"] = new JsonObject { ["$ref"] = $"#/components/schemas/{schema.Split('/')[1]}" } };

    private static bool IsJson(string mediaType) => mediaType.EndsWith("json", StringComparison.Ordinal);

    private static JsonObject Schemas(string folder) => new(Folders
        .SelectMany(name => Directory.EnumerateFiles(Path.Combine(folder, name), "*.json"))
        .OrderBy(file => file, StringComparer.Ordinal)
        .Select(file => KeyValuePair.Create(Path.GetFileNameWithoutExtension(file), JsonNode.Parse(File.ReadAllBytes(file)))));

    private static string Text(int status) => status.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
