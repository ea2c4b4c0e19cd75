using ControlPlane.Domain.Errors;
using ControlPlane.Domain.Stages;

namespace ControlPlane.Domain.Tests.Stages;

public sealed class MethodSettingPatchesTests
{
    private static readonly Stage _stage = Sample.Stage();

    [Theory]
    [InlineData("/*/*/metrics/enabled", "*/*")]
    [InlineData("/~1resourceName/GET/metrics/enabled", "~1resourceName/GET")]
    [InlineData("/~1pets~1{id}/ANY/metrics/enabled", "~1pets~1{id}/ANY")]
    [InlineData("/~1/GET/metrics/enabled", "~1/GET")]
    [InlineData("/test/GET/metrics/enabled", "test/GET")]
    [InlineData("//tenant/{t}/codes/GET/metrics/enabled", "/tenant/{t}/codes/GET")]
    public void Keys_AreTheAddressAsItWasSent(string path, string key)
    {
        var stage = _stage.Patch($"replace {path} true");
        stage.MethodSettings.Keys.ShouldBe([key]);
        stage.MethodSettings[key].ShouldBe(new MethodSetting { MetricsEnabled = true });
        stage.Patch($"remove /{key}").MethodSettings.ShouldBeEmpty();
    }

    [Fact]
    public void Defaults_AreThoseAwsFillsIn()
    {
        var setting = new MethodSetting();
        (setting.MetricsEnabled, setting.LoggingLevel, setting.DataTraceEnabled, setting.ThrottlingBurstLimit, setting.ThrottlingRateLimit).ShouldBe((false, null, false, 5000, 10_000.0));
        (setting.CachingEnabled, setting.CacheTtlInSeconds, setting.CacheDataEncrypted, setting.RequireAuthorizationForCacheControl, setting.UnauthorizedCacheControlHeaderStrategy)
            .ShouldBe((false, 300, false, true, UnauthorizedCacheControlHeaderStrategy.SucceedWithResponseHeader));
    }

    [Fact]
    public void Accepts_EverySetting()
    {
        var setting = _stage.Patch(
            "replace /a/GET/metrics/enabled true", "replace /a/GET/logging/loglevel INFO", "replace /a/GET/logging/dataTrace true", "replace /a/GET/throttling/burstLimit 0",
            "replace /a/GET/throttling/rateLimit 0.5", "replace /a/GET/caching/enabled true", "replace /a/GET/caching/ttlInSeconds 3600", "replace /a/GET/caching/dataEncrypted true",
            "replace /a/GET/caching/requireAuthorizationForCacheControl false", "replace /a/GET/caching/unauthorizedCacheControlHeaderStrategy FAIL_WITH_403").MethodSettings["a/GET"];
        setting.ShouldBe(new MethodSetting
        {
            MetricsEnabled = true,
            LoggingLevel = LoggingLevel.Info,
            DataTraceEnabled = true,
            ThrottlingBurstLimit = 0,
            ThrottlingRateLimit = 0.5,
            CachingEnabled = true,
            CacheTtlInSeconds = 3600,
            CacheDataEncrypted = true,
            RequireAuthorizationForCacheControl = false,
            UnauthorizedCacheControlHeaderStrategy = UnauthorizedCacheControlHeaderStrategy.FailWith403,
        });
    }

    [Fact]
    public void NewEntry_StartsAsACopyOfAll_AndLivesOnItsOwn()
    {
        var stage = _stage.Patch("replace /*/*/caching/enabled true", "replace /test/GET/throttling/burstLimit 124", "replace /*/*/caching/enabled false", "replace /test/GET/metrics/enabled true");
        (stage.MethodSettings["test/GET"].CachingEnabled, stage.MethodSettings["test/GET"].ThrottlingBurstLimit, stage.MethodSettings["test/GET"].MetricsEnabled).ShouldBe((true, 124, true));
        (stage.MethodSettings["*/*"].CachingEnabled, stage.MethodSettings["*/*"].ThrottlingBurstLimit).ShouldBe((false, 5000));
        stage.Patch("remove /*/*").MethodSettings.Keys.ShouldBe(["test/GET"]);
    }

    [Theory]
    [InlineData("throttling/burstLimit", "-1", "must be an integer of at least 0")]
    [InlineData("throttling/burstLimit", "1.5", "must be an integer of at least 0")]
    [InlineData("throttling/rateLimit", "-1", "must be a number of at least 0.0")]
    [InlineData("throttling/rateLimit", "NaN", "must be a number of at least 0.0")]
    [InlineData("throttling/rateLimit", "Infinity", "must be a number of at least 0.0")]
    [InlineData("caching/ttlInSeconds", "3601", "must be an integer between 0 and 3600")]
    [InlineData("caching/enabled", "1", "must be a boolean")]
    public void Rejects_Values(string suffix, string value, string rule) =>
        Refusal.ShouldBeBadRequest(() => _stage.Patch($"replace /a/GET/{suffix} {value}"), $"Invalid value '{value}' specified for path '/a/GET/{suffix}': it {rule}");

    [Theory]
    [InlineData("logging/loglevel", "info", "OFF, ERROR, INFO")]
    [InlineData("caching/unauthorizedCacheControlHeaderStrategy", "x", "FAIL_WITH_403, SUCCEED_WITH_RESPONSE_HEADER, SUCCEED_WITHOUT_RESPONSE_HEADER")]
    public void Rejects_NamesOutsideTheEnum(string suffix, string value, string names) => Refusal.ShouldBe(
        () => _stage.Patch($"replace /a/GET/{suffix} {value}"),
        ErrorType.ValidationException,
        $"1 validation error detected: Value '{value}' at '/a/GET/{suffix}' failed to satisfy constraint: Member must satisfy enum value set: [{names}]");
}
