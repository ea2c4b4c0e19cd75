using ControlPlane.Storage.Accounts;
using ControlPlane.Storage.Apis;
using ControlPlane.Storage.Deployments;
using ControlPlane.Storage.DomainNames;
using ControlPlane.Storage.Idempotency;
using ControlPlane.Storage.Resources;
using ControlPlane.Storage.Scheduling;
using ControlPlane.Storage.Stages;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ControlPlane.Storage;

/// <summary>The repositories as a host sees them.</summary>
public static class StorageRegistration
{
    /// <summary>Registers all repositories over the <see cref="Items.IItemStore"/> that the host registers.</summary>
    public static IServiceCollection AddRepositories(this IServiceCollection services)
    {
        services.TryAddSingleton<RestApiRepository>();
        services.TryAddSingleton<ResourceRepository>();
        services.TryAddSingleton<DeploymentRepository>();
        services.TryAddSingleton<StageRepository>();
        services.TryAddSingleton<AccountRepository>();
        services.TryAddSingleton<CustomDomainRepository>();
        services.TryAddSingleton<IdempotencyRepository>();
        services.TryAddSingleton<DueRepository>();
        return services;
    }
}
