using ControlPlane.Local.LocalLambda.Accounts;
using ControlPlane.Local.LocalLambda.Aliases;
using ControlPlane.Local.LocalLambda.Functions;
using ControlPlane.Local.LocalLambda.Invocation;
using ControlPlane.Local.LocalLambda.Permissions;
using ControlPlane.Local.LocalLambda.RuntimeApi;
using ControlPlane.Local.LocalLambda.Runtimes;
using ControlPlane.Local.LocalLambda.Sandboxes;
using ControlPlane.Local.LocalLambda.Storage;
using ControlPlane.Local.LocalLambda.Tags;
using ControlPlane.Local.LocalLambda.Versions;
using ControlPlane.Local.LocalLambda.Wire;
using ControlPlane.Storage.Items;

namespace ControlPlane.Local.LocalLambda;

/// <summary>Registers the local Lambda service.</summary>
public static class LocalLambdaServiceCollectionExtensions
{
    /// <summary>
    /// Adds a Lambda service that keeps functions in a store and runs them as processes of this machine.
    /// Also needs a <see cref="TimeProvider"/> and logging. Mount it with <see cref="LocalLambdaEndpoints.MapLocalLambda"/>.
    /// </summary>
    /// <param name="services">Where to.</param>
    /// <param name="options">How it runs functions.</param>
    /// <param name="store">Where it keeps what it knows of them; code packages are in the data folder, so it must belong to the same host.</param>
    public static IServiceCollection AddLocalLambda(this IServiceCollection services, LocalLambdaOptions options, IItemStore store)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxConcurrency, 1);
        services.AddSingleton(options);
        services.AddSingleton(new LambdaAccount(options.AccountId, options.Region));
        services.AddHostedService<LocalLambdaHost>();
        services.AddSingleton(new LambdaDocuments(store));
        return services.AddStores().AddExecution().AddOperations();
    }

    private static IServiceCollection AddStores(this IServiceCollection services) => services
        .AddSingleton<FunctionStore>()
        .AddSingleton<FunctionLocks>()
        .AddSingleton<FunctionResolver>()
        .AddSingleton<VersionStore>()
        .AddSingleton<VersionPublisher>()
        .AddSingleton<AliasStore>()
        .AddSingleton<AliasRules>()
        .AddSingleton<PolicyStore>()
        .AddSingleton<CodePackages>()
        .AddSingleton<PackageSweep>();

    private static IServiceCollection AddExecution(this IServiceCollection services) => services
        .AddSingleton<Interpreters>()
        .AddSingleton<RuntimeShims>()
        .AddSingleton<FunctionEnvironment>()
        .AddSingleton<IFunctionRuntime, ProvidedRuntime>()
        .AddSingleton<IFunctionRuntime, PythonRuntime>()
        .AddSingleton<IFunctionRuntime, NodeRuntime>()
        .AddSingleton<IFunctionRuntime, DotnetRuntime>()
        .AddSingleton<RuntimeCatalog>()
        .AddSingleton<RuntimeApiServer>()
        .AddSingleton<ProcessGuard>()
        .AddSingleton<SandboxStartup>()
        .AddSingleton<SandboxFactory>()
        .AddSingleton<SandboxFleet>()
        .AddSingleton<ConcurrencyReservations>()
        .AddSingleton<FunctionInvoker>()
        .AddSingleton<EventQueue>();

    private static IServiceCollection AddOperations(this IServiceCollection services) => services
        .AddSingleton<LambdaRequestHandler>()
        .AddSingleton<CreateFunction>()
        .AddSingleton<UpdateFunctionCode>()
        .AddSingleton<UpdateFunctionConfiguration>()
        .AddSingleton<GetFunction>()
        .AddSingleton<GetFunctionConfiguration>()
        .AddSingleton<GetFunctionCodeSigningConfig>()
        .AddSingleton<ListFunctions>()
        .AddSingleton<DeleteFunction>()
        .AddSingleton<CodeDownloads>()
        .AddSingleton<PutFunctionConcurrency>()
        .AddSingleton<GetFunctionConcurrency>()
        .AddSingleton<DeleteFunctionConcurrency>()
        .AddSingleton<PublishVersion>()
        .AddSingleton<ListVersionsByFunction>()
        .AddSingleton<CreateAlias>()
        .AddSingleton<GetAlias>()
        .AddSingleton<UpdateAlias>()
        .AddSingleton<DeleteAlias>()
        .AddSingleton<ListAliases>()
        .AddSingleton<AddPermission>()
        .AddSingleton<GetPolicy>()
        .AddSingleton<RemovePermission>()
        .AddSingleton<ListTags>()
        .AddSingleton<TagResource>()
        .AddSingleton<UntagResource>()
        .AddSingleton<GetAccountSettings>()
        .AddSingleton<Invoke>()
        .AddSingleton<UnknownOperation>();
}
