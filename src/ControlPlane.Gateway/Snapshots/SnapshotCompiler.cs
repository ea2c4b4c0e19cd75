using ControlPlane.Domain.Stages;
using ControlPlane.Domain.Wire;
using ControlPlane.Gateway.Admission;
using ControlPlane.Gateway.Integrations;
using ControlPlane.Gateway.Logging;
using ControlPlane.Gateway.Logging.AccessLogs;
using ControlPlane.Gateway.Metrics;
using ControlPlane.Gateway.Throttling;
using Microsoft.Extensions.Logging;

namespace ControlPlane.Gateway.Snapshots;

/// <summary>Makes snapshots out of stages and deployments.</summary>
internal sealed class SnapshotCompiler(
    IntegrationBinder binder,
    AdmissionBinder admissions,
    string accountId,
    ILoggerFactory loggers,
    StageLogLevel level = StageLogLevel.Warning,
    IAccessLog? accessLog = null,
    ThrottleBuckets? throttles = null)
{
    private static readonly MethodSetting DefaultSetting = new();

    /// <summary>Compiles one revision of a stage.</summary>
    /// <param name="configuration">The stage.</param>
    /// <param name="deployment">The deployment of the base.</param>
    /// <param name="canary">The deployment of the canary, or null while there is none.</param>
    public StageSnapshot Compile(StageConfiguration configuration, DeploymentPlan deployment, DeploymentPlan? canary)
    {
        var stage = configuration.Stage;
        var settings = stage.CanarySettings;
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
            CanaryPercent = settings?.PercentTraffic ?? 0,
            IsRollingOut = stage.RolloutId is not null,
        };
    }

    private static MethodSetting Setting(Stage stage, MethodPlan plan)
    {
        var path = plan.Resource.Path;
        var verb = plan.Method.HttpMethod;
        return stage.MethodSettings.GetValueOrDefault($"{path.Replace("/", "~1", StringComparison.Ordinal)}/{verb}")
            ?? stage.MethodSettings.GetValueOrDefault($"{path[1..]}/{verb}")
            ?? stage.MethodSettings.GetValueOrDefault("*/*")
            ?? DefaultSetting;
    }

    private StageVariant Variant(StageConfiguration configuration, DeploymentPlan deployment, IReadOnlyDictionary<string, string> variables, bool isCanary)
    {
        var stage = configuration.Stage;
        var methods = new BoundMethod[deployment.Methods.Length];
        var admission = admissions.Begin(stage, deployment, variables, isCanary);
        var execution = loggers.CreateLogger(MethodExecutionLog.Category(stage, isCanary));
        for (var i = 0; i < methods.Length; i++)
        {
            var plan = deployment.Methods[i];
            var setting = Setting(stage, plan);
            methods[i] = new BoundMethod(
                plan.Route,
                setting,
                binder.Bind(stage.RestApiId, plan, deployment.BinaryTypes, variables, configuration.Certificate))
            {
                Admission = admission.Bind(plan),
                DetailedVerb = setting.MetricsEnabled ? plan.Method.HttpMethod : null,
                Validation = plan.Validation,
                Throttle = throttles?.Bind(stage, plan, setting),
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
            AccessLog = accessLog is null ? null : StageAccessLog.Of(stage, isCanary, accessLog),
            Logger = loggers.CreateLogger($"Stage.{stage.RestApiId}.{stage.StageName}{(isCanary ? "-canary" : "")}"),
        };
    }
}
