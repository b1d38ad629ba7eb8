using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;

namespace JcmHub.Local.Host.Http;

/// <summary>
/// Leaves a function out whose verbs do not fit, so that a wrong verb is 404 as in the real host; ASP.NET Core's own policy
/// would answer 405. HEAD is a verb like any other.
/// </summary>
internal sealed class FunctionVerbPolicy : MatcherPolicy, IEndpointSelectorPolicy
{
    public override int Order => 0;

    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) => endpoints.Any(e => e.Metadata.GetMetadata<FunctionVerbs>() is not null);

    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        for (var i = 0; i < candidates.Count; i++)
        {
            if (candidates.IsValidCandidate(i) && candidates[i].Endpoint.Metadata.GetMetadata<FunctionVerbs>() is { } verbs)
                candidates.SetValidity(i, verbs.Allow(httpContext.Request.Method));
        }

        return Task.CompletedTask;
    }
}
