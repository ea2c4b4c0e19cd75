using ControlPlane.Api.Accounts;
using ControlPlane.Api.ApiKeys;
using ControlPlane.Api.Authorizers;
using ControlPlane.Api.Callers;
using ControlPlane.Api.ClientCertificates;
using ControlPlane.Api.Deployments;
using ControlPlane.Api.Doctor;
using ControlPlane.Api.Documentation;
using ControlPlane.Api.DomainNames;
using ControlPlane.Api.Explaining;
using ControlPlane.Api.GatewayResponses;
using ControlPlane.Api.Integrations;
using ControlPlane.Api.LogCosts;
using ControlPlane.Api.Methods;
using ControlPlane.Api.Metrics;
using ControlPlane.Api.Models;
using ControlPlane.Api.OpenApi;
using ControlPlane.Api.RequestValidators;
using ControlPlane.Api.Resources;
using ControlPlane.Api.RestApis;
using ControlPlane.Api.Rollouts;
using ControlPlane.Api.Stages;
using ControlPlane.Api.Tags;
using ControlPlane.Api.UsagePlans;
using ControlPlane.Api.WebAcls;

namespace ControlPlane.Api.Description;

/// <summary>The control API as it describes itself.</summary>
internal static class ApiDescription
{
    /// <summary>The version of API Gateway's control API that is spoken.</summary>
    public const string Version = "2015-07-09";

    /// <summary>Every operation there is.</summary>
    public static IReadOnlyList<Operation> Operations { get; } =
    [
        .. RestApiOperations.All,
        .. ResourceOperations.All,
        .. MethodOperations.All,
        .. IntegrationOperations.All,
        .. ModelOperations.All,
        .. RequestValidatorOperations.All,
        .. GatewayResponseOperations.All,
        .. DeploymentOperations.All,
        .. RetentionOperations.All,
        .. StageOperations.All,
        .. ReleaseOperations.All,
        .. LogLevelOperations.All,
        .. AffinityOperations.All,
        .. MirroringOperations.All,
        .. ProtectionOperations.All,
        .. StageDomainOperations.All,
        .. WebAclOperations.All,
        .. RolloutOperations.All,
        .. MetricsOperations.All,
        .. LogCostOperations.All,
        .. ExplainOperations.All,
        .. DoctorOperations.All,
        .. OpenApiOperations.All,
        .. DocumentationOperations.All,
        .. TagOperations.All,
        .. AccountOperations.All,
        .. ClientCertificateOperations.All,
        .. CustomDomainOperations.All,
        .. BasePathMappingOperations.All,
        .. AuthorizerOperations.All,
        .. ApiKeyOperations.All,
        .. UsagePlanOperations.All,
        .. UsagePlanKeyOperations.All,
        .. UsageOperations.All,
        .. CallerOperations.All,
    ];
}
