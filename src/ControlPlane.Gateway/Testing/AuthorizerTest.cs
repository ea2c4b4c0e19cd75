using System.Text;
using ControlPlane.Domain.Authorizers;
using ControlPlane.Domain.Deployments;
using ControlPlane.Domain.Methods;
using ControlPlane.Domain.Resources;
using ControlPlane.Domain.Stages;
using ControlPlane.Gateway.Admission.Authorizers;
using ControlPlane.Gateway.Integrations;
using ControlPlane.Gateway.Locating;
using ControlPlane.Gateway.Responses;
using ControlPlane.Gateway.Snapshots;
using Microsoft.Extensions.Logging.Abstractions;

namespace ControlPlane.Gateway.Testing;

/// <summary>Asks authorizers with requests that somebody made up (AWS: TestInvokeAuthorizer). Nothing is kept.</summary>
/// <param name="services">What authorizers work with.</param>
/// <param name="accountId">The account that contexts carry.</param>
/// <param name="time">The time.</param>
internal sealed class AuthorizerTest(AuthorizerServices services, string accountId, TimeProvider time)
{
    private const string StageName = "test-invoke-stage";

    /// <summary>Tests an authorizer.</summary>
    /// <param name="test">The authorizer and the request.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<AuthorizerTestResult> RunAsync(AuthorizerTestRequest test, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(test);
        var started = time.GetTimestamp();
        var log = new StringBuilder();
        var request = Request(test);
        using var caller = cancellationToken.UnsafeRegister(static exchange => ((TestExchange)exchange!).GiveUp(), request.Exchange);
        Say($"Execution log for authorizer {test.Authorizer.Id}");

        // What the function says is asked for, not what it means for a method.
        var authorizer = test.Authorizer with { AuthorizerResultTtlInSeconds = 0 };
        var status = 0;
        Verdict? verdict = null;
        if (authorizer.Type == AuthorizerType.CognitoUserPools)
        {
            status = Refused(GatewayError.Unauthorized, "Tokens of Cognito user pools cannot be verified here.");
        }
        else if (FunctionUri.FindFunction(StageVariableText.Resolve(authorizer.AuthorizerUri ?? "", test.StageVariables)) is not { } function
            || AuthorizerIdentity.Compile(authorizer) is not { } identity)
        {
            status = Refused(GatewayError.AuthorizerConfiguration, "The authorizer's URI, identity source or validation expression cannot be used.");
        }
        else
        {
            var bound = new LambdaAuthorizer("", authorizer, identity, function, services);
            try
            {
                Say($"Starting authorizer: {authorizer.Id}");
                var refusal = await bound.AuthorizeAsync(request).ConfigureAwait(false);
                verdict = request.Caller?.Verdict;
                status = verdict is null && refusal is not null ? Refused(refusal, request.Refusal ?? "") : 0;
            }
            catch (GatewayFailure failure)
            {
                status = Refused(failure.Error, failure.Message);
            }
            finally
            {
                request.End();
            }
        }

        if (verdict is not null)
        {
            Say($"Using valid authorizer policy for principal: {new string('*', 6)}{(verdict.PrincipalId.Length > 6 ? verdict.PrincipalId[^6..] : "")}");
            Say("Successfully completed authorizer execution");
        }

        return new AuthorizerTestResult(status, log.ToString(), time.GetElapsedTime(started))
        {
            PrincipalId = verdict?.PrincipalId,
            Policy = verdict?.PolicyText,
            Context = verdict?.Context ?? [],
        };

        void Say(string line) => log.Append(time.GetUtcNow().ToString("ddd MMM dd HH:mm:ss 'UTC' yyyy", System.Globalization.CultureInfo.InvariantCulture))
            .Append(" : ").Append(line).Append('\n');

        int Refused(GatewayError error, string reason)
        {
            Say(reason);
            Say($"{error.Type}");
            return error.Status;
        }
    }

    private RequestContext Request(AuthorizerTestRequest test)
    {
        var path = test.PathWithQueryString;
        var exchange = new TestExchange("GET", path.StartsWith('/') ? path : $"/{path}", test.Headers, "");
        var request = new RequestContext(exchange, time);
        exchange.Context = request;
        request.Begin();
        request.Location = new Location(HostName.Test, HostName.TestPrefix, 0, 0, 0);
        var any = new Dictionary<string, Method> { ["ANY"] = new() { HttpMethod = "ANY" } };
        var plan = DeploymentPlan.Compile("test-invoke", new DeployedApi
        {
            RestApiId = test.ApiId,
            Name = "test-invoke",
            Resources = [new Resource { Id = "root", Path = "/", Methods = any }, new Resource { Id = "proxy", Path = "/{proxy+}", Methods = any }],
        });
        var methods = new BoundMethod[plan.Methods.Length];
        for (var i = 0; i < methods.Length; i++)
        {
            methods[i] = new BoundMethod(plan.Methods[i].Route, new MethodSetting(), new UnservableIntegration("test"));
        }

        request.Stage = new StageSnapshot
        {
            AccountId = accountId,
            ApiId = test.ApiId,
            StageName = StageName,
            Version = default,
            Base = new StageVariant { Deployment = plan, IsCanary = false, Variables = test.StageVariables, Methods = methods, Logger = NullLogger.Instance },
        };
        request.Variant = request.Stage.Base;
        request.Match();
        return request;
    }
}
