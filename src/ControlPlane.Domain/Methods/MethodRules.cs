using System.Collections.Frozen;
using ControlPlane.Domain.Errors;
using ControlPlane.Domain.Integrations;
using ControlPlane.Domain.Wire;

namespace ControlPlane.Domain.Methods;

/// <summary>What methods and their responses must keep to.</summary>
public static class MethodRules
{
    /// <summary>The verb of a method that serves every verb its resource has no other method for.</summary>
    public const string AnyVerb = "ANY";

    private static readonly FrozenSet<string> _verbs =
        FrozenSet.Create(StringComparer.Ordinal, "GET", "PUT", "POST", "DELETE", "PATCH", "OPTIONS", "HEAD", AnyVerb);

    /// <summary>Checks a verb.</summary>
    /// <returns>The verb.</returns>
    /// <exception cref="ApiException">400 with API Gateway's message.</exception>
    public static string ValidateVerb(string verb) => _verbs.Contains(verb)
        ? verb
        : throw ApiException.BadRequest("Invalid HttpMethod specified. Valid options are GET,PUT,POST,DELETE,PATCH,OPTIONS,HEAD,ANY");

    /// <summary>Checks a response's status code.</summary>
    /// <param name="statusCode">The code.</param>
    /// <param name="member">Where it stood, for example <c>putMethodResponseInput.statusCode</c>.</param>
    /// <exception cref="ApiException">400 ValidationException.</exception>
    public static string ValidateStatusCode(string statusCode, string member) =>
        statusCode is [>= '1' and <= '5', >= '0' and <= '9', >= '0' and <= '9']
            ? statusCode
            : throw Violation.NotMatching(statusCode, member, @"[1-5]\d\d").ToException();

    /// <summary>The authorization type of a method that needs an authorizer, or null for one that needs none. Whether it is there is for others to see.</summary>
    public static AuthorizationType? NeededAuthorizer(Method method) =>
        method.AuthorizationType is AuthorizationType.Custom or AuthorizationType.CognitoUserPools ? method.AuthorizationType : null;

    /// <summary>Checks a method before it is stored, but not whether the authorizer, the models and the validator it names are there.</summary>
    /// <returns>The method.</returns>
    /// <exception cref="ApiException">400 with API Gateway's message.</exception>
    public static Method Validate(Method method)
    {
        ValidateVerb(method.HttpMethod);

        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var parameter in method.RequestParameters.Keys)
        {
            if (!MappingExpression.IsMethodRequestParameter(parameter))
            {
                throw MappingExpression.Invalid(parameter);
            }

            if (!names.Add(parameter[(parameter.IndexOf('.', "method.request.".Length) + 1)..]))
            {
                throw ApiException.BadRequest("Parameter names must be unique across querystring, header and path");
            }
        }

        ValidateMediaTypes(method.RequestModels);
        return method;
    }

    /// <summary>Checks a method response before it is stored, but not whether the models it names are there.</summary>
    /// <returns>The response.</returns>
    /// <exception cref="ApiException">400 with API Gateway's message.</exception>
    public static MethodResponse Validate(MethodResponse response)
    {
        foreach (var parameter in response.ResponseParameters.Keys)
        {
            if (!MappingExpression.IsMethodResponseHeader(parameter))
            {
                throw MappingExpression.Invalid(parameter);
            }
        }

        ValidateMediaTypes(response.ResponseModels);
        return response;
    }

    private static void ValidateMediaTypes(IReadOnlyDictionary<string, string> models)
    {
        foreach (var type in models.Keys)
        {
            MediaTypes.Validate(type);
        }
    }
}
