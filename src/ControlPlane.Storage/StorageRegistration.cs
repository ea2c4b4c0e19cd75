using ControlPlane.Storage.Access;
using ControlPlane.Storage.Accounts;
using ControlPlane.Storage.Apis;
using ControlPlane.Storage.Caching;
using ControlPlane.Storage.ClientCertificates;
using ControlPlane.Storage.Deployments;
using ControlPlane.Storage.Documentation;
using ControlPlane.Storage.DomainNames;
using ControlPlane.Storage.Idempotency;
using ControlPlane.Storage.Items;
using ControlPlane.Storage.Metrics;
using ControlPlane.Storage.Parts;
using ControlPlane.Storage.Resources;
using ControlPlane.Storage.Rollouts;
using ControlPlane.Storage.Scheduling;
using ControlPlane.Storage.Stages;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ControlPlane.Storage;

/// <summary>The repositories as a host sees them.</summary>
public static class StorageRegistration
{
    /// <summary>Registers all repositories over the <see cref="IItemStore"/> that the host registers.</summary>
    public static IServiceCollection AddRepositories(this IServiceCollection services)
    {
        services.TryAddSingleton<RestApiRepository>();
        services.TryAddSingleton<ResourceRepository>();
        services.TryAddSingleton<DeploymentRepository>();
        services.TryAddSingleton<DeploymentRemoval>();
        services.TryAddSingleton<StageRepository>();
        services.TryAddSingleton<AccountRepository>();
        services.TryAddSingleton<CustomDomainRepository>();
        services.TryAddSingleton<ClientCertificateRepository>();
        services.TryAddSingleton<IdempotencyRepository>();
        services.TryAddSingleton<DueRepository>();
        services.TryAddSingleton<RolloutRepository>();
        services.TryAddSingleton<ApiPartsRepository>();
        services.TryAddSingleton<DraftRepository>();
        services.TryAddSingleton<DocumentationVersionRepository>();
        services.TryAddSingleton<AccessMark>();
        services.TryAddSingleton<ApiKeyRepository>();
        services.TryAddSingleton<UsagePlanRepository>();
        services.TryAddSingleton<UsageRepository>();
        services.TryAddSingleton<MetricsRepository>();
        services.TryAddSingleton<MirroringRepository>();
        services.TryAddSingleton<ThrottleUseRepository>();
        services.TryAddSingleton<StoredCache>();
        return services
            .AddParts(PartLayouts.Models)
            .AddParts(PartLayouts.RequestValidators)
            .AddParts(PartLayouts.GatewayResponses)
            .AddParts(PartLayouts.Authorizers)
            .AddParts(PartLayouts.DocumentationParts);
    }

    private static IServiceCollection AddParts<T>(this IServiceCollection services, PartLayout<T> layout)
        where T : class
    {
        services.TryAddSingleton(provider => new PartRepository<T>(provider.GetRequiredService<IItemStore>(), layout));
        return services;
    }
}
