using ControlPlane.Lambda.Invocations;
using ControlPlane.Rollouts.Aliases;
using ControlPlane.Rollouts.Aws;
using ControlPlane.Rollouts.Hooks;
using ControlPlane.Rollouts.LogLevels;
using ControlPlane.Rollouts.Notifications;
using ControlPlane.Rollouts.Providers;
using ControlPlane.Rollouts.Retention;
using ControlPlane.Rollouts.Running;
using ControlPlane.Rollouts.Targets;
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
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IScheduledDuty, RolloutDuty>());
        services.TryAddSingleton<ScheduledTick>();
        services.TryAddSingleton<TickLoop>();
        return services.AddRollouts();
    }

    /// <summary>
    /// Registers what carries rollouts on, for hosts that only let operators act on them. The host registers beside it what
    /// <see cref="AddScheduledWork"/> needs, and an <see cref="ILambdaClient"/>, as it is or lazy, for hooks that are functions.
    /// </summary>
    public static IServiceCollection AddRollouts(this IServiceCollection services)
    {
        services.AddRepositories();
        services.TryAddSingleton<AliasShift>();
        services.TryAddSingleton<AliasEvidence>();
        services.TryAddSingleton<TickBell>();
        services.TryAddSingleton<StageChanges>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IRolloutTarget, StageCanaryTarget>());
        services.TryAddSingleton<AliasesTarget>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IRolloutTarget, AliasesTarget>(static provider => provider.GetRequiredService<AliasesTarget>()));
        services.TryAddSingleton(provider => new Lazy<ILambdaClient>(provider.GetRequiredService<ILambdaClient>));
        services.TryAddSingleton<HookCaller>();
        services.TryAddSingleton<ProviderHttp>();
        services.TryAddSingleton(provider => new AwsServices(Environment.GetEnvironmentVariable, provider.GetRequiredService<TimeProvider>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IAnalysisProvider, PrometheusProvider>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IAnalysisProvider, HttpValueProvider>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IAnalysisProvider, CloudWatchAlarmProvider>());
        services.TryAddSingleton<AnalysisProviders>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<INotificationChannel, WebhookChannel>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<INotificationChannel, SnsChannel>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<INotificationChannel, EventBridgeChannel>());
        services.TryAddSingleton<NotificationDelivery>();
        services.TryAddSingleton(provider => new RolloutInquiries(
            provider.GetRequiredService<HookCaller>(), provider.GetRequiredService<AnalysisProviders>(), provider.GetRequiredService<NotificationDelivery>()));
        services.TryAddSingleton<RolloutRunner>();
        services.TryAddSingleton<RolloutCommands>();
        return services;
    }
}
