using System.Collections.Frozen;

namespace ControlPlane.Api.Description;

/// <summary>What the labels of route patterns stand for.</summary>
internal static class PathParameters
{
    private static readonly FrozenDictionary<string, Member> _byLabel = new Member[]
    {
        Of("restapi_id", "restApiId", "The API's id."),
        Of("resource_id", "resourceId", "The resource's id."),
        Of("parent_id", "parentId", "The id of the resource to create it under."),
        Of("http_method", "httpMethod", "The method's verb, or ANY."),
        Of("status_code", "statusCode", "The response's status code."),
        Of("deployment_id", "deploymentId", "The deployment's id."),
        Of("other_deployment_id", "otherDeploymentId", "The id of the deployment to compare with."),
        Of("model_name", "modelName", "The model's name."),
        Of("requestvalidator_id", "requestValidatorId", "The request validator's id."),
        Of("response_type", "responseType", "The case that is answered."),
        Of("stage_name", "stageName", "The stage's name."),
        Of("clientcertificate_id", "clientCertificateId", "The client certificate's id."),
        Of("export_type", "exportType", "oas30 or swagger."),
        Of("part_id", "documentationPartId", "The documentation part's id."),
        Of("doc_version", "documentationVersion", "The documentation version's name."),
        Of("domain_name", "domainName", "The domain's name."),
        Of("base_path", "basePath", "The base path; (none) for the empty one."),
        Of("authorizer_id", "authorizerId", "The authorizer's id."),
        Of("api_Key", "apiKey", "The API key's id."),
        Of("usageplanId", "usagePlanId", "The usage plan's id."),
        Of("keyId", "keyId", "The API key's id."),
        Of("resource_arn", "resourceArn", "The ARN of an API, a stage, a domain name, an API key or a usage plan."),
    }.ToFrozenDictionary(parameter => parameter.WireName, StringComparer.Ordinal);

    /// <summary>The parameter behind a label.</summary>
    /// <exception cref="KeyNotFoundException">No pattern may use such a label.</exception>
    public static Member Find(string label) => _byLabel[label];

    private static Member Of(string label, string name, string documentation) =>
        new Member(name, Shape.Text, documentation) { WireName = label, Required = true };
}
