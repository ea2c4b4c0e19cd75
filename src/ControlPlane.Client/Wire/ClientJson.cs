using System.Text.Json.Serialization;
using ControlPlane.Client.Apis;
using ControlPlane.Client.Deployments;
using ControlPlane.Client.Functions;
using ControlPlane.Client.Stages;

namespace ControlPlane.Client.Wire;

/// <summary>
/// Everything that goes over the wire. What it generates sets every init-only property, those that an answer lacks to null; so lists, maps and texts
/// give their empty values when they are read.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(EpochSeconds)])]
[JsonSerializable(typeof(Caller))]
[JsonSerializable(typeof(Page<RestApi>))]
[JsonSerializable(typeof(NewRestApi))]
[JsonSerializable(typeof(Page<Resource>))]
[JsonSerializable(typeof(Page<Deployment>))]
[JsonSerializable(typeof(NewDeployment))]
[JsonSerializable(typeof(DeploymentDiff))]
[JsonSerializable(typeof(DeploymentRetention))]
[JsonSerializable(typeof(Page<Stage>))]
[JsonSerializable(typeof(NewStage))]
[JsonSerializable(typeof(Patch))]
[JsonSerializable(typeof(Rollback))]
[JsonSerializable(typeof(DeletionProtection))]
[JsonSerializable(typeof(Page<StageEvent>))]
[JsonSerializable(typeof(LogLevel))]
[JsonSerializable(typeof(NewLogLevel))]
[JsonSerializable(typeof(StageMetrics))]
[JsonSerializable(typeof(ExplainRequest))]
[JsonSerializable(typeof(Explanation))]
[JsonSerializable(typeof(Rollout))]
[JsonSerializable(typeof(NewRollout))]
[JsonSerializable(typeof(Diagnosis))]
[JsonSerializable(typeof(LogCost))]
[JsonSerializable(typeof(TagSet))]
internal sealed partial class ClientJson : JsonSerializerContext;

/// <summary>What the Lambda service sends: its members begin with capitals.</summary>
[JsonSerializable(typeof(FunctionPage))]
[JsonSerializable(typeof(AliasPage))]
internal sealed partial class LambdaJson : JsonSerializerContext;
