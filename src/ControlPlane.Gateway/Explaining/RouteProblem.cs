namespace ControlPlane.Gateway.Explaining;

/// <summary>What stands in the way of a proper answer.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Message">A sentence, with what the answer is instead where that is known.</param>
/// <param name="Subject">What it is about: a variable, a model, or a member of the integration as a JSON pointer; null for the method as a whole.</param>
public sealed record RouteProblem(RouteProblemKind Kind, string Message, string? Subject = null);

/// <summary>What can be wrong with a route.</summary>
public enum RouteProblemKind
{
    /// <summary>No resource or method matches.</summary>
    RouteNotFound,

    /// <summary>A stage variable that decides where requests go is not set.</summary>
    VariableNotSet,

    /// <summary>A stage variable that a mapping or template reads is not set: it reads nothing.</summary>
    MappedVariableNotSet,

    /// <summary>The method has no integration.</summary>
    IntegrationMissing,

    /// <summary>The integration is of a kind that is not served: VPC links, other AWS services than Lambda.</summary>
    IntegrationNotServed,

    /// <summary>The integration cannot be served as it is defined.</summary>
    IntegrationInvalid,

    /// <summary>The Lambda integration's verb is not POST.</summary>
    IntegrationVerbInvalid,

    /// <summary>The integration's address is none.</summary>
    AddressInvalid,

    /// <summary>A mapping template cannot be parsed.</summary>
    TemplateInvalid,

    /// <summary>No template is there for the request's media type, and its body may not pass.</summary>
    MediaTypeRefused,

    /// <summary>The integration has no response.</summary>
    ResponseMissing,

    /// <summary>An integration response has no method response.</summary>
    ResponseNotDeclared,

    /// <summary>A selection pattern is no regular expression.</summary>
    PatternInvalid,

    /// <summary>A model that request bodies are held to is not there, or no schema.</summary>
    ModelInvalid,

    /// <summary>The method's authorizer is not there, or cannot be used.</summary>
    AuthorizerInvalid,
}
