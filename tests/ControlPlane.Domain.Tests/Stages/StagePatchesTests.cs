using ControlPlane.Domain.Errors;
using ControlPlane.Domain.Patching;
using ControlPlane.Domain.Stages;

namespace ControlPlane.Domain.Tests.Stages;

public sealed class StagePatchesTests
{
    private const string _list =
        "Must be one of: [/deploymentId, /description, /cacheClusterEnabled, /cacheClusterSize, /clientCertificateId, /accessLogSettings, /accessLogSettings/destinationArn, /accessLogSettings/format, "
        + "/{resourcePath}/{httpMethod}/metrics/enabled, /{resourcePath}/{httpMethod}/logging/dataTrace, /{resourcePath}/{httpMethod}/logging/loglevel, /{resourcePath}/{httpMethod}/throttling/burstLimit"
        + "/{resourcePath}/{httpMethod}/throttling/rateLimit/{resourcePath}/{httpMethod}/caching/ttlInSeconds, /{resourcePath}/{httpMethod}/caching/enabled, /{resourcePath}/{httpMethod}/caching/dataEncrypted, "
        + "/{resourcePath}/{httpMethod}/caching/requireAuthorizationForCacheControl, /{resourcePath}/{httpMethod}/caching/unauthorizedCacheControlHeaderStrategy, "
        + "/*/*/metrics/enabled, /*/*/logging/dataTrace, /*/*/logging/loglevel, /*/*/throttling/burstLimit /*/*/throttling/rateLimit /*/*/caching/ttlInSeconds, /*/*/caching/enabled, /*/*/caching/dataEncrypted, "
        + "/*/*/caching/requireAuthorizationForCacheControl, /*/*/caching/unauthorizedCacheControlHeaderStrategy, /variables/{variable_name}, /tracingEnabled]";

    private const string _accessLogPaths = "Invalid accessLogSettings path. Must be one of : [/accessLogSettings/destinationArn, /accessLogSettings/format]";

    private static readonly Stage _stage = Sample.Stage("d1", ("a", "1"));

    [Fact]
    public void Accepts_EveryPlainMember()
    {
        var stage = _stage.Patch(
            "replace /deploymentId d2", "replace /description text", "replace /cacheClusterEnabled true", "replace /cacheClusterSize 6.1", "replace /clientCertificateId c",
            "replace /documentationVersion v", "replace /tracingEnabled true", "replace /variables/a 2", "replace /variables/b 3");
        (stage.DeploymentId, stage.Description, stage.CacheClusterEnabled, stage.CacheClusterSize, stage.ClientCertificateId, stage.DocumentationVersion, stage.TracingEnabled, stage.Variables.Text())
            .ShouldBe(("d2", "text", true, "6.1", "c", "v", true, "a=2 b=3"));
        stage.Patch("remove /variables/a").Variables.Text().ShouldBe("b=3");
        _stage.Patch("replace /cacheClusterEnabled true").CacheClusterSize.ShouldBe("0.5");
        stage.Patch("replace /clientCertificateId ", "replace /documentationVersion ").ClientCertificateId.ShouldBeNull();
    }

    [Theory]
    [InlineData("/nonsense")]
    [InlineData("/stageName")]
    [InlineData("/webAclArn")]
    [InlineData("/tags/a")]
    [InlineData("/variables")]
    [InlineData("/variables/a/b")]
    [InlineData("/canarySettings")]
    [InlineData("/canarySettings/nonsense")]
    [InlineData("/canarySettings/stageVariableOverrides")]
    [InlineData("/*/*")]
    [InlineData("/*/GET/metrics/enabled")]
    [InlineData("/a/*/metrics/enabled")]
    [InlineData("/a/BREW/metrics/enabled")]
    [InlineData("/a/get/metrics/enabled")]
    [InlineData("/a/GET/metrics/nonsense")]
    [InlineData("/GET/metrics/enabled")]
    public void Rejects_ReplaceOfUnknownPaths(string path) =>
        Refusal.ShouldBeBadRequest(() => _stage.Patch($"replace {path} true"), $"Invalid method setting path: {path}. {_list}");

    [Theory]
    [InlineData("add /canarySettings/deploymentId d2", "Invalid add operation with path: /canarySettings/deploymentId")]
    [InlineData("add /variables/b 1", "Invalid add operation with path: /variables/b")]
    [InlineData("remove /*/*", "Cannot remove method setting */* because there is no method setting for this method ")]
    [InlineData("remove /~1pets/GET", "Cannot remove method setting ~1pets/GET because there is no method setting for this method ")]
    [InlineData("remove /canarySettings", "Cannot remove method setting canarySettings because there is no method setting for this method ")]
    [InlineData("remove /canarySettings/percentTraffic", "Cannot remove method setting canarySettings/percentTraffic because there is no method setting for this method ")]
    [InlineData("remove /canarySettings/stageVariableOverrides", "Cannot remove method setting canarySettings/stageVariableOverrides because there is no method setting for this method ")]
    [InlineData("remove /canarySettings/stageVariableOverrides/x", "Cannot remove method setting canarySettings/stageVariableOverrides/x because there is no method setting for this method ")]
    [InlineData("remove /description", "Cannot remove method setting description because there is no method setting for this method ")]
    [InlineData("remove //t/GET", "Cannot remove method setting /t/GET because there is no method setting for this method ")]
    [InlineData("replace /accessLogSettings x", _accessLogPaths)]
    [InlineData("replace /accessLogSettings/nonsense x", _accessLogPaths)]
    [InlineData("replace /accessLogSettings/format ", "Access Log value must not be empty")]
    [InlineData("replace /accessLogSettings/destinationArn ", "Access Log value must not be empty")]
    [InlineData("replace /accessLogSettings/format nonsense", "Access Log format must contain $context.requestId or $context.extendedRequestId")]
    [InlineData("replace /accessLogSettings/format $context.requestId\n$context.status", "Access Log format must be a single line")]
    [InlineData("copy /deploymentId /canarySettings/deploymentId", "Promotion not available. Canary does not exist.")]
    [InlineData("copy /variables /canarySettings/stageVariableOverrides", "Promotion not available. Canary does not exist.")]
    [InlineData("copy /deploymentId /variables", "Invalid copy operation with path: /deploymentId and from /variables. Valid copy:path are [/deploymentId, /variables] and valid copy:from are [/canarySettings/deploymentId, /canarySettings/stageVariableOverrides]")]
    [InlineData("copy /variables /canarySettings/deploymentId", "Invalid copy operation with path: /variables and from /canarySettings/deploymentId. Valid copy:path are [/deploymentId, /variables] and valid copy:from are [/canarySettings/deploymentId, /canarySettings/stageVariableOverrides]")]
    [InlineData("copy /description /canarySettings/deploymentId", "Invalid copy operation with path: /description and from /canarySettings/deploymentId. Valid copy:path are [/deploymentId, /variables] and valid copy:from are [/canarySettings/deploymentId, /canarySettings/stageVariableOverrides]")]
    [InlineData("copy /variables", "Invalid copy operation with path: /variables and from null. Valid copy:path are [/deploymentId, /variables] and valid copy:from are [/canarySettings/deploymentId, /canarySettings/stageVariableOverrides]")]
    [InlineData("replace /description ", "Description cannot be an empty string")]
    [InlineData("replace /cacheClusterSize 5", "Invalid cache cluster size: 5. Must be one of: [0.5, 1.6, 6.1, 13.5, 28.4, 58.2, 118, 237]")]
    [InlineData("replace /canarySettings/percentTraffic 100.5", "Invalid value '100.5' specified for path '/canarySettings/percentTraffic': it must be a number between 0.0 and 100.0")]
    [InlineData("replace /canarySettings/stageVariableOverrides/a-b c", "Invalid stage variable name: a-b.  Please use names with only word characters.")]
    [InlineData("test /description x", "Invalid patch operation specified. Must be 'add'|'remove'|'replace'|'copy'")]
    public void Rejects_WithTheWholeMessage(string operation, string message) => Refusal.ShouldBeBadRequest(() => _stage.Patch(operation), message);

    [Fact]
    public void Rejects_RemoveOfAnAbsentVariable() =>
        Refusal.ShouldBe(() => _stage.Patch("remove /variables/x"), ErrorType.NotFoundException, "Invalid stage variable name specified: x");

    [Fact]
    public void Rejects_MissingPath() =>
        Refusal.ShouldBeBadRequest(() => StagePatches.Apply(_stage, [new(PatchOp.Replace, null, "x", null)]), "Invalid patch path null");

    [Fact]
    public void Rejects_MissingValue() =>
        Refusal.ShouldBeBadRequest(() => _stage.Patch("replace /description"), "Invalid patch value: value is required for path /description");

    [Theory]
    [InlineData("replace /canarySettings/percentTraffic 12.5", 12.5, "d1", false, "")]
    [InlineData("replace /canarySettings/deploymentId d2", 0, "d2", false, "")]
    [InlineData("replace /canarySettings/useStageCache true", 0, "d1", true, "")]
    [InlineData("replace /canarySettings/stageVariableOverrides/x y", 0, "d1", false, "x=y")]
    public void Replace_OfAnyCanaryField_CreatesTheCanary(string operation, double percent, string deployment, bool cache, string overrides)
    {
        var canary = _stage.Patch(operation).CanarySettings.ShouldNotBeNull();
        (canary.PercentTraffic, canary.DeploymentId, canary.UseStageCache, canary.StageVariableOverrides.Text()).ShouldBe((percent, deployment, cache, overrides));
    }

    [Fact]
    public void CanaryFields_ChangeAlone()
    {
        var stage = _stage.WithCanary("d2", ("x", "y")).Patch("replace /canarySettings/percentTraffic 20", "replace /canarySettings/stageVariableOverrides/z 1", "remove /canarySettings/stageVariableOverrides/x");
        (stage.CanarySettings!.PercentTraffic, stage.CanarySettings.DeploymentId, stage.CanarySettings.StageVariableOverrides.Text(), stage.DeploymentId).ShouldBe((20, "d2", "z=1", "d1"));
        stage.Patch("remove /canarySettings").CanarySettings.ShouldBeNull();
    }

    [Fact]
    public void Promotion_ByPatch_MergesVariablesAndKeepsTheCanary()
    {
        var stage = Sample.Stage("d1", ("a", "1"), ("b", "1")).WithCanary("d2", ("b", "2"), ("c", "2")).Patch(
            "replace /canarySettings/percentTraffic 0.0",
            "copy /variables /canarySettings/stageVariableOverrides",
            "copy /deploymentId /canarySettings/deploymentId");
        (stage.DeploymentId, stage.Variables.Text()).ShouldBe(("d2", "a=1 b=2 c=2"));
        (stage.CanarySettings!.PercentTraffic, stage.CanarySettings.StageVariableOverrides.Text()).ShouldBe((0, "b=2 c=2"));
        stage.Patch("remove /canarySettings").CanarySettings.ShouldBeNull();
        StageReleases.CanaryDiffers(stage).ShouldBeFalse();
    }

    [Fact]
    public void Apply_ARefusedOperation_LeavesTheStage()
    {
        var before = _stage;
        Should.Throw<ApiException>(() => before.Patch("replace /variables/a 9", "replace /canarySettings/percentTraffic 5", "replace /nonsense x"));
        (before.Variables.Text(), before.CanarySettings).ShouldBe(("a=1", null));
    }

    [Fact]
    public void Variables_OverTheQuota_AreRefused()
    {
        var full = Sample.Stage("d1", [.. Enumerable.Range(0, 100).Select(i => ($"v{i}", "x"))]);
        full.Patch("replace /variables/v0 y").Variables.Count.ShouldBe(100);
        Refusal.ShouldBeBadRequest(() => full.Patch("replace /variables/more x"), "Too many stage variables. A stage can have at most 100.");
        full.Patch("replace /variables/more x", "remove /variables/v0").Variables.Count.ShouldBe(100);
    }

    [Theory]
    [InlineData("arn:aws:logs:us-east-1:1:log-group:x")]
    [InlineData("arn:aws:firehose:us-east-1:1:deliverystream/amazon-apigateway-x")]
    public void AccessLogs_Accept(string arn)
    {
        var stage = _stage.Patch($"add /accessLogSettings/destinationArn {arn}", "replace /accessLogSettings/format $context.extendedRequestId\n");
        (stage.AccessLogSettings!.DestinationArn, stage.AccessLogSettings.Format).ShouldBe((arn, "$context.extendedRequestId\n"));
        stage.Patch("remove /accessLogSettings").AccessLogSettings.ShouldBeNull();
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("arn:aws:firehose:us-east-1:1:deliverystream/x")]
    [InlineData("arn:aws:s3:::bucket")]
    public void AccessLogs_RejectDestinations(string arn) => Refusal.ShouldBeBadRequest(
        () => _stage.Patch($"replace /accessLogSettings/destinationArn {arn}"),
        "Invalid ARN specified in the request. ARNs must start with 'arn:' and name a CloudWatch Logs log group or a Firehose stream whose name starts with amazon-apigateway-");
}
