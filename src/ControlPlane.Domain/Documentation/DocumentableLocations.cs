using ControlPlane.Domain.Apis;
using ControlPlane.Domain.Methods;

namespace ControlPlane.Domain.Documentation;

/// <summary>The places of an API that documentation can speak of (GetDocumentationParts with <c>locationStatus=UNDOCUMENTED</c>).</summary>
public static class DocumentableLocations
{
    private const string _request = "method.request.";
    private const string _header = "method.response.header.";

    /// <summary>The places that have no part of their own.</summary>
    public static IReadOnlyList<DocumentationPartLocation> WithoutPart(ApiDraft draft)
    {
        var documented = draft.Documentation.Select(part => part.Location).ToHashSet();
        return [.. All(draft).Where(location => !documented.Contains(location))];
    }

    private static IEnumerable<DocumentationPartLocation> All(ApiDraft draft)
    {
        yield return new DocumentationPartLocation { Type = DocumentationPartType.Api };
        foreach (var authorizer in draft.Parts.Authorizers)
        {
            yield return new DocumentationPartLocation { Type = DocumentationPartType.Authorizer, Name = authorizer.Name };
        }

        foreach (var model in draft.Parts.Models)
        {
            yield return new DocumentationPartLocation { Type = DocumentationPartType.Model, Name = model.Name };
        }

        foreach (var id in draft.Tree.Nodes.Keys.Append(draft.Tree.RootId))
        {
            var path = draft.Tree.PathOf(id);
            yield return new DocumentationPartLocation { Type = DocumentationPartType.Resource, Path = path };
            foreach (var location in (draft.Methods.GetValueOrDefault(id)?.Values ?? []).SelectMany(method => OfMethod(path, method)))
            {
                yield return location;
            }
        }
    }

    private static IEnumerable<DocumentationPartLocation> OfMethod(string path, Method method)
    {
        var place = new DocumentationPartLocation { Type = DocumentationPartType.Method, Path = path, Method = method.HttpMethod };
        yield return place;
        foreach (var key in method.RequestParameters.Keys)
        {
            var dot = key.IndexOf('.', _request.Length);
            var type = key[_request.Length..dot] switch
            {
                "path" => DocumentationPartType.PathParameter,
                "querystring" => DocumentationPartType.QueryParameter,
                _ => DocumentationPartType.RequestHeader,
            };
            yield return place with { Type = type, Name = key[(dot + 1)..] };
        }

        if (method.RequestModels.Count > 0)
        {
            yield return place with { Type = DocumentationPartType.RequestBody };
        }

        foreach (var response in method.MethodResponses.Values)
        {
            var answer = place with { Type = DocumentationPartType.Response, StatusCode = response.StatusCode };
            yield return answer;
            foreach (var key in response.ResponseParameters.Keys)
            {
                yield return answer with { Type = DocumentationPartType.ResponseHeader, Name = key[_header.Length..] };
            }

            if (response.ResponseModels.Count > 0)
            {
                yield return answer with { Type = DocumentationPartType.ResponseBody };
            }
        }
    }
}
