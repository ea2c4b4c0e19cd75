using ControlPlane.Api.Accounts;
using ControlPlane.Api.ApiKeys;
using ControlPlane.Api.Authorizers;
using ControlPlane.Api.Callers;
using ControlPlane.Api.ClientCertificates;
using ControlPlane.Api.Concurrency;
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
using ControlPlane.Api.Requests;
using ControlPlane.Api.RequestValidators;
using ControlPlane.Api.Resources;
using ControlPlane.Api.RestApis;
using ControlPlane.Api.Rollouts;
using ControlPlane.Api.Stages;
using ControlPlane.Api.Tags;
using ControlPlane.Api.UsagePlans;
using ControlPlane.Api.WebAcls;
using ControlPlane.Gateway.Explaining;
using ControlPlane.Gateway.Testing;
using ControlPlane.Rollouts;
using ControlPlane.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ControlPlane.Api;

/// <summary>The control API as a host sees it: what to register and what to map.</summary>
public static class ControlApi
{
    /// <summary>The largest body of a request, in bytes.</summary>
    public const int MaxBodyBytes = ApiRequest.MaxBodyBytes;

    /// <summary>
    /// Registers the control API. The host registers beside it an <see cref="Storage.Items.IItemStore"/>,
    /// an <see cref="IConfigurationObserver"/>, an <see cref="Identity.ICallerAuthentication"/>, an <see cref="Gateway.Snapshots.IStageSource"/>,
    /// an <see cref="IGatewayTester"/>, a lazy <see cref="Lambda.Functions.ILambdaFunctions"/>, a lazy <see cref="Lambda.Invocations.ILambdaClient"/> and a <see cref="TimeProvider"/>, and where a gateway runs in the
    /// same process its <see cref="Gateway.Metrics.IMetricsBuffer"/>.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="options">How the API presents itself.</param>
    public static IServiceCollection AddControlApi(this IServiceCollection services, ControlApiOptions options) => services
        .AddSingleton(options)
        .AddRepositories()
        .AddRollouts()
        .AddSingleton<WriteLocks>()
        .AddSingleton<IdempotentCreates>()
        .AddSingleton<ApiDispatcher>()
        .AddSingleton<ApiLookup>()
        .AddSingleton<MethodEditor>()
        .AddSingleton<StageWriter>()
        .AddSingleton<CustomDomainEditor>()
        .AddSingleton<DeploymentCreation>()
        .AddSingleton<RestApiCreation>()
        .AddSingleton<RestApiClone>()
        .AddSingleton<RestApiImport>()
        .AddSingleton<RestApiEndpoints>()
        .AddSingleton<ResourceEndpoints>()
        .AddSingleton<MethodEndpoints>()
        .AddSingleton<MethodTestEndpoints>()
        .AddSingleton<IntegrationEndpoints>()
        .AddSingleton<PayloadReferences>()
        .AddSingleton<ModelEndpoints>()
        .AddSingleton<RequestValidatorEndpoints>()
        .AddSingleton<GatewayResponseEndpoints>()
        .AddSingleton<DeploymentEndpoints>()
        .AddSingleton<RetentionEndpoints>()
        .AddSingleton<StageEndpoints>()
        .AddSingleton<ReleaseEndpoints>()
        .AddSingleton<LogLevelEndpoints>()
        .AddSingleton<AffinityEndpoints>()
        .AddSingleton<MirroringEndpoints>()
        .AddSingleton<ProtectionEndpoints>()
        .AddSingleton<StageDomainEndpoints>()
        .AddSingleton<WebAclEndpoints>()
        .AddSingleton<RolloutEndpoints>()
        .AddSingleton<MetricsEndpoints>()
        .AddSingleton<LogCostEndpoints>()
        .AddSingleton<StageExplainer>()
        .AddSingleton<FunctionLookup>()
        .AddSingleton<ExplainEndpoints>()
        .AddSingleton<FunctionExamination>()
        .AddSingleton<StageDoctor>()
        .AddSingleton<DoctorEndpoints>()
        .AddSingleton<ExportEndpoints>()
        .AddSingleton<DocumentationPartEndpoints>()
        .AddSingleton<DocumentationVersionEndpoints>()
        .AddSingleton<TagEndpoints>()
        .AddSingleton<AccountEndpoints>()
        .AddSingleton<ClientCertificateEndpoints>()
        .AddSingleton<CustomDomainEndpoints>()
        .AddSingleton<BasePathMappingEndpoints>()
        .AddSingleton<MatcherPolicy, QueryMatcherPolicy>()
        .AddSingleton<AuthorizerEndpoints>()
        .AddSingleton<AuthorizerTestEndpoint>()
        .AddSingleton<AuthorizerReferences>()
        .AddSingleton<ApiKeyEditor>()
        .AddSingleton<ApiKeyEndpoints>()
        .AddSingleton<ApiKeyImport>()
        .AddSingleton<UsagePlanEditor>()
        .AddSingleton<UsagePlanEndpoints>()
        .AddSingleton<UsagePlanKeyEndpoints>()
        .AddSingleton<UsageEndpoints>()
        .AddSingleton<CallerEndpoints>();

    /// <summary>Maps every operation, and an AWS-shaped answer for everything else.</summary>
    /// <param name="routes">The host's routes.</param>
    public static IEndpointRouteBuilder MapControlApi(this IEndpointRouteBuilder routes)
    {
        var dispatcher = routes.ServiceProvider.GetRequiredService<ApiDispatcher>();
        Get<RestApiEndpoints>().Map(dispatcher, routes);
        Get<ResourceEndpoints>().Map(dispatcher, routes);
        Get<MethodEndpoints>().Map(dispatcher, routes);
        Get<MethodTestEndpoints>().Map(dispatcher, routes);
        Get<IntegrationEndpoints>().Map(dispatcher, routes);
        Get<ModelEndpoints>().Map(dispatcher, routes);
        Get<RequestValidatorEndpoints>().Map(dispatcher, routes);
        Get<GatewayResponseEndpoints>().Map(dispatcher, routes);
        Get<DeploymentEndpoints>().Map(dispatcher, routes);
        Get<RetentionEndpoints>().Map(dispatcher, routes);
        Get<StageEndpoints>().Map(dispatcher, routes);
        Get<ReleaseEndpoints>().Map(dispatcher, routes);
        Get<LogLevelEndpoints>().Map(dispatcher, routes);
        Get<AffinityEndpoints>().Map(dispatcher, routes);
        Get<MirroringEndpoints>().Map(dispatcher, routes);
        Get<ProtectionEndpoints>().Map(dispatcher, routes);
        Get<StageDomainEndpoints>().Map(dispatcher, routes);
        Get<WebAclEndpoints>().Map(dispatcher, routes);
        Get<RolloutEndpoints>().Map(dispatcher, routes);
        Get<MetricsEndpoints>().Map(dispatcher, routes);
        Get<LogCostEndpoints>().Map(dispatcher, routes);
        Get<ExplainEndpoints>().Map(dispatcher, routes);
        Get<DoctorEndpoints>().Map(dispatcher, routes);
        Get<ExportEndpoints>().Map(dispatcher, routes);
        Get<DocumentationPartEndpoints>().Map(dispatcher, routes);
        Get<DocumentationVersionEndpoints>().Map(dispatcher, routes);
        Get<TagEndpoints>().Map(dispatcher, routes);
        Get<AccountEndpoints>().Map(dispatcher, routes);
        Get<ClientCertificateEndpoints>().Map(dispatcher, routes);
        Get<CustomDomainEndpoints>().Map(dispatcher, routes);
        Get<BasePathMappingEndpoints>().Map(dispatcher, routes);
        Get<AuthorizerEndpoints>().Map(dispatcher, routes);
        Get<AuthorizerTestEndpoint>().Map(dispatcher, routes);
        Get<ApiKeyEndpoints>().Map(dispatcher, routes);
        Get<ApiKeyImport>().Map(dispatcher, routes);
        Get<UsagePlanEndpoints>().Map(dispatcher, routes);
        Get<UsagePlanKeyEndpoints>().Map(dispatcher, routes);
        Get<UsageEndpoints>().Map(dispatcher, routes);
        Get<CallerEndpoints>().Map(dispatcher, routes);
        routes.Map("/{**path}", dispatcher.UnknownOperationAsync);
        return routes;

        T Get<T>()
            where T : notnull => routes.ServiceProvider.GetRequiredService<T>();
    }
}
