using ControlPlane.Api.Description;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;

namespace ControlPlane.Api.Requests;

/// <summary>Tells operations of one verb and path apart by their query, as API Gateway does: <c>POST /apikeys?mode=import</c>.</summary>
internal sealed class QueryMatcherPolicy : MatcherPolicy, IEndpointSelectorPolicy
{
    public override int Order => 0;

    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) => endpoints.Any(endpoint => Requirement(endpoint) is not null);

    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        var named = false;
        for (var i = 0; i < candidates.Count; i++)
        {
            if (candidates.IsValidCandidate(i) && Requirement(candidates[i].Endpoint) is { } requirement)
            {
                var meets = httpContext.Request.Query[requirement.Name] == requirement.Value;
                candidates.SetValidity(i, meets);
                named |= meets;
            }
        }

        for (var i = 0; named && i < candidates.Count; i++)
        {
            candidates.SetValidity(i, candidates.IsValidCandidate(i) && Requirement(candidates[i].Endpoint) is not null);
        }

        return Task.CompletedTask;
    }

    private static (string Name, string Value)? Requirement(Endpoint endpoint) =>
        endpoint.Metadata.GetMetadata<Operation>()?.Pattern.Split('?') is [_, var query] && query.Split('=') is [var name, var value] ? (name, value) : null;
}
