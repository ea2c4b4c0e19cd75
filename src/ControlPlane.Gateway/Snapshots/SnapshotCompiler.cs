using ControlPlane.Domain.Stages;
using ControlPlane.Domain.Wire;
using ControlPlane.Gateway.Admission;
using ControlPlane.Gateway.Caching;
using ControlPlane.Gateway.Integrations;
using ControlPlane.Gateway.Logging;
using ControlPlane.Gateway.Logging.AccessLogs;
using ControlPlane.Gateway.Metrics;
using ControlPlane.Gateway.Mirroring;
using ControlPlane.Gateway.Splitting;
using ControlPlane.Gateway.Throttling;
using ControlPlane.Gateway.Tracing;
using ControlPlane.Gateway.WebAcls;
using Microsoft.Extensions.Logging;

namespace ControlPlane.Gateway.Snapshots;

/// <summary>Makes snapshots out of stages and deployments.</summary>
internal sealed class SnapshotCompiler(
    IntegrationBinder binder,
    AdmissionBinder admissions,
    string accountId,
    ILoggerFactory loggers,
    StageLogLevel level = StageLogLevel.Warning)
{
    private static readonly MethodSetting DefaultSetting = new();

    /// <summary>Takes access log lines, or null where none are written.</summary>
    public IAccessLog? AccessLog { get; init; }

    /// <summary>Holds requests to their rates, or null for none.</summary>
    public ThrottleBuckets? Throttles { get; init; }

    /// <summary>Keeps responses, or null for none.</summary>
    public ResponseCaches? Caches { get; init; }

    /// <summary>Sends copies to canaries, or null for none.</summary>
    public Mirrors? Mirrors { get; init; }

    /// <summary>Filters requests, or null for none.</summary>
    public WebAclBinder? WebAcls { get; init; }

    /// <summary>Traces requests, or null for none.</summary>
    public RequestTracer? Tracer { get; init; }

    /// <summary>Compiles one revision of a stage.</summary>
    /// <param name="configuration">The stage.</param>
    /// <param name="deployment">The deployment of the base.</param>
    /// <param name="canary">The deployment of the canary, or null while there is none.</param>
    public StageSnapshot Compile(StageConfiguration configuration, DeploymentPlan deployment, DeploymentPlan? canary)
    {
        var stage = configuration.Stage;
        var settings = stage.CanarySettings;
        Caches?.Release(stage);
        return new StageSnapshot
        {
            AccountId = accountId,
            ApiId = stage.RestApiId,
            StageName = stage.StageName,
            Version = configuration.Version,
            Base = Variant(configuration, deployment, stage.Variables, isCanary: false),
            Canary = settings is null || canary is null
                ? null
                : Variant(configuration, canary, stage.Variables.Overlay(settings.StageVariableOverrides), isCanary: true),
            LevelOverride = LevelOverride.Of(stage),
            Tracer = stage.TracingEnabled ? Tracer : null,
            WebAcl = WebAcls?.Bind(stage),
            WebAclArn = stage.WebAclArn,
            CanaryPercent = settings?.PercentTraffic ?? 0,
            Split = StageSplit.Of(stage),
            IsRollingOut = stage.RolloutId is not null,
        };
    }

    /// <summary>A stage's setting for a method, and whether it is the method's own.</summary>
    public static (MethodSetting Setting, bool IsOwn) SettingOf(Stage stage, MethodPlan plan)
    {
        var path = plan.Resource.Path;
        var verb = plan.Method.HttpMethod;
        var own = stage.MethodSettings.GetValueOrDefault($"{path.Replace("/", "~1", StringComparison.Ordinal)}/{verb}")
            ?? stage.MethodSettings.GetValueOrDefault($"{path[1..]}/{verb}");
        return own is null ? (stage.MethodSettings.GetValueOrDefault(MethodSettingPatches.Everywhere) ?? DefaultSetting, false) : (own, true);
    }

    private StageVariant Variant(StageConfiguration configuration, DeploymentPlan deployment, IReadOnlyDictionary<string, string> variables, bool isCanary)
    {
        var stage = configuration.Stage;
        var methods = new BoundMethod[deployment.Methods.Length];
        var admission = admissions.Begin(stage, deployment, variables, isCanary);
        var comparison = isCanary ? null : Mirroring.Mirrors.ComparisonOf(stage);
        var execution = loggers.CreateLogger(MethodExecutionLog.Category(stage, isCanary));
        for (var i = 0; i < methods.Length; i++)
        {
            var plan = deployment.Methods[i];
            var setting = SettingOf(stage, plan).Setting;
            var admitted = admission.Bind(plan);
            methods[i] = new BoundMethod(
                plan.Route,
                setting,
                binder.Bind(stage.RestApiId, plan, deployment.BinaryTypes, variables, configuration.Certificate))
            {
                Admission = admitted,
                Cache = Caches?.Bind(stage, isCanary, deployment.DeploymentId, plan, admitted),
                RouteKey = plan.RouteKey,
                DetailedVerb = setting.MetricsEnabled ? plan.Method.HttpMethod : null,
                Validation = plan.Validation,
                Throttle = Throttles?.Bind(stage, plan, setting),
                Mirror = Mirrors?.Bind(stage, plan, comparison),
                Level = MethodLevels.Of(setting.LoggingLevel, stage, (LogLevel)level),
                ExecutionLog = MethodExecutionLog.Of(setting, stage, execution),
            };
        }

        return new StageVariant
        {
            Deployment = deployment,
            IsCanary = isCanary,
            Variables = variables,
            Methods = methods,
            Labels = StageLabels.Of(stage.RestApiId, deployment.Document.Name, stage.StageName, isCanary),
            Level = MethodLevels.Of(null, stage, (LogLevel)level),
            AccessLog = AccessLog is null ? null : StageAccessLog.Of(stage, variables, isCanary, AccessLog),
            Logger = loggers.CreateLogger($"Stage.{stage.RestApiId}.{stage.StageName}{(isCanary ? "-canary" : "")}"),
        };
    }
}
