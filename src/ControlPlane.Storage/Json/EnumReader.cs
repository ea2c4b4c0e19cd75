using System.Text.Json;
using ControlPlane.Domain.Apis;
using ControlPlane.Domain.Authorizers;
using ControlPlane.Domain.GatewayResponses;
using ControlPlane.Domain.Integrations;
using ControlPlane.Domain.Methods;
using ControlPlane.Domain.Stages;
using ControlPlane.Domain.UsagePlans;
using ControlPlane.Domain.WebAcls;

namespace ControlPlane.Storage.Json;

/// <summary>Reads the names of enum members as they are written. Switches, since a generic way would be compiled once for every enum when it first runs.</summary>
internal static class EnumReader
{
    public static ApiKeySource ApiKeySource(string? name) => name switch
    {
        "HEADER" => Domain.Apis.ApiKeySource.Header,
        "AUTHORIZER" => Domain.Apis.ApiKeySource.Authorizer,
        _ => throw Unknown(name),
    };

    public static AuthorizationType AuthorizationType(string? name) => name switch
    {
        "NONE" => Domain.Methods.AuthorizationType.None,
        "AWS_IAM" => Domain.Methods.AuthorizationType.AwsIam,
        "CUSTOM" => Domain.Methods.AuthorizationType.Custom,
        "COGNITO_USER_POOLS" => Domain.Methods.AuthorizationType.CognitoUserPools,
        _ => throw Unknown(name),
    };

    public static QuotaPeriod QuotaPeriod(string? name) => name switch
    {
        "DAY" => Domain.UsagePlans.QuotaPeriod.Day,
        "WEEK" => Domain.UsagePlans.QuotaPeriod.Week,
        "MONTH" => Domain.UsagePlans.QuotaPeriod.Month,
        _ => throw Unknown(name),
    };

    public static IntegrationType IntegrationType(string? name) => name switch
    {
        "HTTP" => Domain.Integrations.IntegrationType.Http,
        "AWS" => Domain.Integrations.IntegrationType.Aws,
        "MOCK" => Domain.Integrations.IntegrationType.Mock,
        "HTTP_PROXY" => Domain.Integrations.IntegrationType.HttpProxy,
        "AWS_PROXY" => Domain.Integrations.IntegrationType.AwsProxy,
        _ => throw Unknown(name),
    };

    public static ConnectionType ConnectionType(string? name) => name switch
    {
        "INTERNET" => Domain.Integrations.ConnectionType.Internet,
        "VPC_LINK" => Domain.Integrations.ConnectionType.VpcLink,
        _ => throw Unknown(name),
    };

    public static PassthroughBehavior PassthroughBehavior(string? name) => name switch
    {
        "WHEN_NO_MATCH" => Domain.Integrations.PassthroughBehavior.WhenNoMatch,
        "WHEN_NO_TEMPLATES" => Domain.Integrations.PassthroughBehavior.WhenNoTemplates,
        "NEVER" => Domain.Integrations.PassthroughBehavior.Never,
        _ => throw Unknown(name),
    };

    public static ContentHandling ContentHandling(string? name) => name switch
    {
        "CONVERT_TO_BINARY" => Domain.Integrations.ContentHandling.ConvertToBinary,
        "CONVERT_TO_TEXT" => Domain.Integrations.ContentHandling.ConvertToText,
        _ => throw Unknown(name),
    };

    public static LoggingLevel LoggingLevel(string? name) => name switch
    {
        "OFF" => Domain.Stages.LoggingLevel.Off,
        "ERROR" => Domain.Stages.LoggingLevel.Error,
        "INFO" => Domain.Stages.LoggingLevel.Info,
        _ => throw Unknown(name),
    };

    public static UnauthorizedCacheControlHeaderStrategy UnauthorizedCacheControlHeaderStrategy(string? name) => name switch
    {
        "FAIL_WITH_403" => Domain.Stages.UnauthorizedCacheControlHeaderStrategy.FailWith403,
        "SUCCEED_WITH_RESPONSE_HEADER" => Domain.Stages.UnauthorizedCacheControlHeaderStrategy.SucceedWithResponseHeader,
        "SUCCEED_WITHOUT_RESPONSE_HEADER" => Domain.Stages.UnauthorizedCacheControlHeaderStrategy.SucceedWithoutResponseHeader,
        _ => throw Unknown(name),
    };

    public static StageLogLevel StageLogLevel(string? name) => name switch
    {
        "DEBUG" => Domain.Stages.StageLogLevel.Debug,
        "INFO" => Domain.Stages.StageLogLevel.Info,
        "WARNING" => Domain.Stages.StageLogLevel.Warning,
        "ERROR" => Domain.Stages.StageLogLevel.Error,
        "CRITICAL" => Domain.Stages.StageLogLevel.Critical,
        _ => throw Unknown(name),
    };

    public static StageEventType StageEventType(string? name) => name switch
    {
        "STAGE_CREATED" => Domain.Stages.StageEventType.StageCreated,
        "DEPLOYMENT" => Domain.Stages.StageEventType.Deployment,
        "CANARY_CREATED" => Domain.Stages.StageEventType.CanaryCreated,
        "CANARY_UPDATED" => Domain.Stages.StageEventType.CanaryUpdated,
        "CANARY_REMOVED" => Domain.Stages.StageEventType.CanaryRemoved,
        "PROMOTION" => Domain.Stages.StageEventType.Promotion,
        "ROLLBACK" => Domain.Stages.StageEventType.Rollback,
        "ROLLOUT_STARTED" => Domain.Stages.StageEventType.RolloutStarted,
        "ROLLOUT_STEP" => Domain.Stages.StageEventType.RolloutStep,
        "SETTINGS" => Domain.Stages.StageEventType.Settings,
        "LOG_LEVEL_CHANGED" => Domain.Stages.StageEventType.LogLevelChanged,
        "LOG_LEVEL_EXPIRED" => Domain.Stages.StageEventType.LogLevelExpired,
        "AFFINITY_CHANGED" => Domain.Stages.StageEventType.AffinityChanged,
        "MIRRORING_CHANGED" => Domain.Stages.StageEventType.MirroringChanged,
        "STAGE_DELETED" => Domain.Stages.StageEventType.StageDeleted,
        _ => throw Unknown(name),
    };

    public static DeploymentDuringRollout DeploymentDuringRollout(string? name) => name switch
    {
        "reject" => Domain.Stages.DeploymentDuringRollout.Reject,
        "replace" => Domain.Stages.DeploymentDuringRollout.Replace,
        "queue" => Domain.Stages.DeploymentDuringRollout.Queue,
        _ => throw Unknown(name),
    };

    public static GatewayResponseType GatewayResponseType(string? name) => name switch
    {
        "ACCESS_DENIED" => Domain.GatewayResponses.GatewayResponseType.AccessDenied,
        "API_CONFIGURATION_ERROR" => Domain.GatewayResponses.GatewayResponseType.ApiConfigurationError,
        "AUTHORIZER_CONFIGURATION_ERROR" => Domain.GatewayResponses.GatewayResponseType.AuthorizerConfigurationError,
        "AUTHORIZER_FAILURE" => Domain.GatewayResponses.GatewayResponseType.AuthorizerFailure,
        "BAD_REQUEST_PARAMETERS" => Domain.GatewayResponses.GatewayResponseType.BadRequestParameters,
        "BAD_REQUEST_BODY" => Domain.GatewayResponses.GatewayResponseType.BadRequestBody,
        "DEFAULT_4XX" => Domain.GatewayResponses.GatewayResponseType.Default4xx,
        "DEFAULT_5XX" => Domain.GatewayResponses.GatewayResponseType.Default5xx,
        "EXPIRED_TOKEN" => Domain.GatewayResponses.GatewayResponseType.ExpiredToken,
        "INTEGRATION_FAILURE" => Domain.GatewayResponses.GatewayResponseType.IntegrationFailure,
        "INTEGRATION_TIMEOUT" => Domain.GatewayResponses.GatewayResponseType.IntegrationTimeout,
        "INVALID_API_KEY" => Domain.GatewayResponses.GatewayResponseType.InvalidApiKey,
        "INVALID_SIGNATURE" => Domain.GatewayResponses.GatewayResponseType.InvalidSignature,
        "MISSING_AUTHENTICATION_TOKEN" => Domain.GatewayResponses.GatewayResponseType.MissingAuthenticationToken,
        "QUOTA_EXCEEDED" => Domain.GatewayResponses.GatewayResponseType.QuotaExceeded,
        "REQUEST_TOO_LARGE" => Domain.GatewayResponses.GatewayResponseType.RequestTooLarge,
        "RESOURCE_NOT_FOUND" => Domain.GatewayResponses.GatewayResponseType.ResourceNotFound,
        "THROTTLED" => Domain.GatewayResponses.GatewayResponseType.Throttled,
        "UNAUTHORIZED" => Domain.GatewayResponses.GatewayResponseType.Unauthorized,
        "UNSUPPORTED_MEDIA_TYPE" => Domain.GatewayResponses.GatewayResponseType.UnsupportedMediaType,
        "WAF_FILTERED" => Domain.GatewayResponses.GatewayResponseType.WafFiltered,
        _ => throw Unknown(name),
    };

    public static AuthorizerType AuthorizerType(string? name) => name switch
    {
        "TOKEN" => Domain.Authorizers.AuthorizerType.Token,
        "REQUEST" => Domain.Authorizers.AuthorizerType.Request,
        "COGNITO_USER_POOLS" => Domain.Authorizers.AuthorizerType.CognitoUserPools,
        _ => throw Unknown(name),
    };

    public static AffinityKey AffinityKey(string? name) => name switch
    {
        "random" => Domain.Stages.AffinityKey.Random,
        "header" => Domain.Stages.AffinityKey.Header,
        "cookie" => Domain.Stages.AffinityKey.Cookie,
        "claim" => Domain.Stages.AffinityKey.Claim,
        "sourceIp" => Domain.Stages.AffinityKey.SourceIp,
        _ => throw Unknown(name),
    };

    public static MissingAffinityKey MissingAffinityKey(string? name) => name switch
    {
        "base" => Domain.Stages.MissingAffinityKey.Base,
        "random" => Domain.Stages.MissingAffinityKey.Random,
        _ => throw Unknown(name),
    };

    public static SameSiteMode SameSiteMode(string? name) => name switch
    {
        "Lax" => Domain.Stages.SameSiteMode.Lax,
        "Strict" => Domain.Stages.SameSiteMode.Strict,
        "None" => Domain.Stages.SameSiteMode.None,
        _ => throw Unknown(name),
    };

    public static CanaryRuleSubject CanaryRuleSubject(string? name) => name switch
    {
        "header" => Domain.Stages.CanaryRuleSubject.Header,
        "query" => Domain.Stages.CanaryRuleSubject.Query,
        "claim" => Domain.Stages.CanaryRuleSubject.Claim,
        "sourceIp" => Domain.Stages.CanaryRuleSubject.SourceIp,
        _ => throw Unknown(name),
    };

    public static CanaryRuleEffect CanaryRuleEffect(string? name) => name switch
    {
        "always" => Domain.Stages.CanaryRuleEffect.Always,
        "never" => Domain.Stages.CanaryRuleEffect.Never,
        _ => throw Unknown(name),
    };

    public static WebAclAction WebAclAction(string? name) => name switch
    {
        "ALLOW" => Domain.WebAcls.WebAclAction.Allow,
        "BLOCK" => Domain.WebAcls.WebAclAction.Block,
        "COUNT" => Domain.WebAcls.WebAclAction.Count,
        _ => throw Unknown(name),
    };

    private static JsonException Unknown(string? name) => new($"'{name}' is no name of this version.");
}
