using ControlPlane.Rollouts.Aliases;
using ControlPlane.Rollouts.LogLevels;
using ControlPlane.Rollouts.Retention;
using ControlPlane.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ControlPlane.Rollouts;

/// <summary>Scheduled work as a host sees it.</summary>
public static class ScheduledWork
{
    /// <summary>
    /// Registers <see cref="ScheduledTick"/> with all duties. The host registers beside it an <see cref="Storage.Items.IItemStore"/>,
    /// a <see cref="TimeProvider"/> and logging, a lazy <see cref="Lambda.Functions.ILambdaFunctions"/>, and an
    /// <see cref="Domain.Stages.IStageObserver"/> for each gateway in the process.
    /// </summary>
    public static IServiceCollection AddScheduledWork(this IServiceCollection services)
    {
        services.AddRepositories();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IScheduledDuty, LogLevelExpiry>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IScheduledDuty, DeploymentRetentionDuty>());
        services.TryAddSingleton<ScheduledTick>();
        services.TryAddSingleton<AliasShift>();
        return services;
    }
}
