using ControlPlane.Gateway.Admission;
using ControlPlane.Gateway.Admission.Authorizers;
using ControlPlane.Gateway.Admission.Keys;
using ControlPlane.Gateway.Caching;
using ControlPlane.Gateway.Exchanges;
using ControlPlane.Gateway.Integrations;
using ControlPlane.Gateway.Integrations.Http;
using ControlPlane.Gateway.Locating;
using ControlPlane.Gateway.Logging;
using ControlPlane.Gateway.Logging.AccessLogs;
using ControlPlane.Gateway.Logging.Volumes;
using ControlPlane.Gateway.Metrics;
using ControlPlane.Gateway.Mirroring;
using ControlPlane.Gateway.Recording;
using ControlPlane.Gateway.Responses;
using ControlPlane.Gateway.Snapshots;
using ControlPlane.Gateway.Splitting;
using ControlPlane.Gateway.Testing;
using ControlPlane.Gateway.Throttling;
using ControlPlane.Gateway.Tracing;
using ControlPlane.Gateway.Validation;
using ControlPlane.Gateway.WebAcls;
using ControlPlane.Gateway.WebAcls.Rates;
using ControlPlane.Lambda.Invocations;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ControlPlane.Gateway;

/// <summary>
/// The data plane: serves requests to deployed stages. Knows neither Kestrel nor Lambda; adapters hand it exchanges.
/// </summary>
public sealed partial class Gateway : IStageChanges, IGatewayTester, IMetricsBuffer, IDisposable
{
    private const string PingPath = "/ping";

    private readonly SnapshotCache _snapshots;
    private readonly DomainCache _domains;
    private readonly KeyCache _keys;
    private readonly UsageReports _reports;
    private readonly LeaseRenewals? _renewals;
    private readonly HttpBackends _backends;
    private readonly GatewayFaults _faults;
    private readonly SharedResponses? _shared;
    private readonly SnapshotCompiler _tests;
    private readonly AuthorizerServices _authorizers;
    private readonly string _accountId;
    private readonly ITrafficSplit _split;
    private readonly IRequestRecorder? _recorder;
    private readonly RequestInstruments _instruments;
    private readonly WebAclInstruments _webAclInstruments;
    private readonly RequestTracer _tracer;
    private readonly StageMetrics _metrics = new();
    private readonly MetricsReports _metricsReports;
    private readonly Mirrors? _mirrors;
    private readonly TimeProvider _time;
    private readonly ILogger<Gateway> _logger;

    // What is done beside requests: the last of each kind.
    private readonly Func<Task?>[] _background;

    /// <summary>Creates a data plane.</summary>
    /// <param name="source">Where stages and deployments are read.</param>
    /// <param name="lambda">Runs the functions behind Lambda integrations.</param>
    /// <param name="options">Account and revalidation.</param>
    /// <param name="loggers">Gets one category per stage variant: <c>Stage.{api}.{stage}</c> and <c>Stage.{api}.{stage}-canary</c>; beside it one for its execution log.</param>
    /// <param name="collaborators">What tests and measurements replace.</param>
    public Gateway(
        IStageSource source,
        ILambdaClient lambda,
        GatewayOptions options,
        ILoggerFactory loggers,
        GatewayCollaborators? collaborators = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        collaborators ??= new GatewayCollaborators();
        _time = collaborators.Time;
        _recorder = collaborators.Recorder;
        _instruments = new RequestInstruments(this);
        _webAclInstruments = new WebAclInstruments(this);
        _metricsReports = new MetricsReports(_metrics, collaborators.Metrics, _time, loggers.CreateLogger<MetricsReports>());
        _split = new RandomSplit(collaborators.Random);
        _logger = loggers.CreateLogger<Gateway>();
        _faults = new GatewayFaults(this, _time, _logger);
        _tracer = new RequestTracer(options.TraceSampling, collaborators.XRay, _faults);
        _backends = new HttpBackends(collaborators.BackendHandler, _faults);
        var access = collaborators.Access ?? NoAccess.Instance;
        _reports = new UsageReports(access, _time, loggers.CreateLogger<UsageReports>());
        _keys = new KeyCache(access, _reports, _time, options.RevalidateEvery, loggers.CreateLogger<KeyCache>());
        _accountId = options.AccountId;
        var arns = new MethodArn(options.Region, options.AccountId);
        _authorizers = new AuthorizerServices(lambda, arns, _time);
        _shared = collaborators.SharedCache is { } shared ? new SharedResponses(shared, collaborators.ResponseProtection, _faults, _time) : null;
        var caches = new ResponseCaches(options.CacheBytes, _shared, arns, _faults, _time);
        var admissions = new AdmissionBinder(_authorizers, new KeyGate(_keys, _reports));
        var binder = new IntegrationBinder(_backends, lambda);
        var accessLog = collaborators.AccessLog ?? new LoggerAccessLog(loggers);
        _renewals = collaborators.Leases is { } leases ? new LeaseRenewals(leases, _time, loggers.CreateLogger<LeaseRenewals>()) : null;
        var throttles = new ThrottleBuckets(options.AccountThrottle, _time, collaborators.Random, _renewals);
        _mirrors = collaborators.Mirroring is { } findings
            ? new Mirrors(new MirroringReports(findings, _time, loggers.CreateLogger<MirroringReports>()), _time, collaborators.Random)
            : null;
        var webAcls = new WebAclBinder(new RateTables(_time), _webAclInstruments);
        var compiler = new SnapshotCompiler(binder, admissions, options.AccountId, loggers, options.StageLogLevel)
        {
            AccessLog = accessLog,
            Throttles = throttles,
            Caches = caches,
            Mirrors = _mirrors,
            WebAcls = webAcls,
            Tracer = _tracer,
        };
        _tests = new SnapshotCompiler(binder, admissions, options.AccountId, NullLoggerFactory.Instance);
        _snapshots = new SnapshotCache(source, compiler, _time, options.RevalidateEvery, loggers.CreateLogger<SnapshotCache>());
        _domains = new DomainCache(source, _time, options.RevalidateEvery, loggers.CreateLogger<DomainCache>());
        _background =
        [
            () => _snapshots.LastCheck, () => _domains.LastCheck, () => _keys.LastCheck, () => _reports.Last, () => _metricsReports.Last,
            () => _renewals?.Last, () => _shared?.Last, () => _mirrors?.Settled,
        ];
    }

    /// <inheritdoc/>
    public void StageChanged(string apiId, string stageName) => _snapshots.StageChanged(apiId, stageName);

    /// <inheritdoc/>
    public void ApiDeleted(string apiId) => _snapshots.ApiDeleted(apiId);

    /// <inheritdoc/>
    public void DomainsChanged() => _domains.DomainsChanged();

    /// <inheritdoc/>
    public void AccessChanged() => _keys.Changed();

    /// <summary>
    /// Tells the store what API keys have used, and everybody who measures what stages have served, as far as they do not know yet. Never
    /// fails; for who is about to end the process.
    /// </summary>
    public Task FlushAsync() => Task.WhenAll(_reports.FlushAsync(), FlushMetricsAsync());

    /// <inheritdoc/>
    public Task FlushMetricsAsync() => _mirrors is null ? _metricsReports.FlushAsync() : Task.WhenAll(_metricsReports.FlushAsync(), _mirrors.FlushAsync());

    /// <summary>Closes the connections to backends and ends the metrics.</summary>
    public void Dispose()
    {
        _reports.Dispose();
        _metricsReports.Dispose();
        _mirrors?.Dispose();
        _instruments.Dispose();
        _webAclInstruments.Dispose();
        _tracer.Dispose();
        _snapshots.Dispose();
        _backends.Dispose();
        _faults.Dispose();
    }

    /// <summary>
    /// Completes when the store has answered what the gateway asked it beside its requests. Whatever stops the process between requests
    /// waits for it, lest the questions be answered after it goes on. Never fails.
    /// </summary>
    internal Task SettleAsync()
    {
        List<Task>? running = null;
        foreach (var last in _background)
        {
            if (last() is { IsCompleted: false } task)
            {
                (running ??= []).Add(task);
            }
        }

        return running is null ? Task.CompletedTask : Task.WhenAll(running);
    }

    /// <summary>Serves one request to its end; never throws.</summary>
    public async Task ServeAsync(GatewayExchange exchange)
    {
        ArgumentNullException.ThrowIfNull(exchange);
        var request = exchange.Context ??= new RequestContext(exchange, _time);
        request.Begin();
        _metricsReports.Poll(request.StartedAt);
        _mirrors?.Poll(request.StartedAt);
        ResponseWriter.AddIds(request);
        try
        {
            await PassAsync(request).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            await FailAsync(request, exception).ConfigureAwait(false);
        }
        finally
        {
            Record(request);
            request.End();
        }
    }

    private ValueTask PassAsync(RequestContext request)
    {
        var host = request.HostName();
        if (host.ApiId is not null || host.IsPlain)
        {
            return LocateAsync(request, host, null);
        }

        var domain = _domains.FindAsync(host.Name, request.StartedAt);
        return domain.IsCompletedSuccessfully ? LocateAsync(request, host, domain.Result) : WaitAsync(request, host, domain);
    }

    private async ValueTask WaitAsync(RequestContext request, HostName host, ValueTask<Domain.DomainNames.CustomDomain?> domain) =>
        await LocateAsync(request, host, await domain.ConfigureAwait(false)).ConfigureAwait(false);

    private ValueTask LocateAsync(RequestContext request, HostName host, Domain.DomainNames.CustomDomain? domain)
    {
        var path = request.Exchange.Path;
        if (host.ApiId is null && path == PingPath)
        {
            return ResponseWriter.WriteAsync(request.Exchange, 200, default);
        }

        var entry = Locator.Locate(path, host, domain, _snapshots, out var location);
        if (entry is null)
        {
            return ResponseWriter.WriteErrorAsync(request, GatewayError.Forbidden);
        }

        request.Location = location;
        var stage = _snapshots.GetAsync(entry, request.StartedAt);
        return stage.IsCompletedSuccessfully
            ? RouteAsync(request, stage.Result, domain is not null)
            : WaitAsync(request, stage, domain is not null);
    }

    private async ValueTask WaitAsync(RequestContext request, ValueTask<StageSnapshot?> stage, bool byDomain) =>
        await RouteAsync(request, await stage.ConfigureAwait(false), byDomain).ConfigureAwait(false);

    private ValueTask RouteAsync(RequestContext request, StageSnapshot? stage, bool byDomain)
    {
        if (stage is null)
        {
            return ResponseWriter.WriteErrorAsync(request, GatewayError.Forbidden);
        }

        request.Choose(stage, _split);
        stage.Tracer?.Begin(request);
        return stage.WebAcl is { } webAcl ? FilterAsync(request, webAcl, byDomain) : MatchAsync(request, byDomain);
    }

    private static ValueTask FilterAsync(RequestContext request, WebAclFilter webAcl, bool byDomain)
    {
        var filtered = webAcl.FilterAsync(request);
        return filtered.IsCompletedSuccessfully ? GoOnAsync(request, filtered.Result, byDomain) : WaitAsync(request, filtered, byDomain);

        static async ValueTask WaitAsync(RequestContext request, ValueTask<GatewayError?> filtered, bool byDomain) =>
            await GoOnAsync(request, await filtered.ConfigureAwait(false), byDomain).ConfigureAwait(false);

        static ValueTask GoOnAsync(RequestContext request, GatewayError? refusal, bool byDomain) =>
            refusal is null ? MatchAsync(request, byDomain) : ResponseWriter.WriteErrorAsync(request, refusal);
    }

    private static ValueTask MatchAsync(RequestContext request, bool byDomain)
    {
        if (request.Variant!.Deployment.Document.DisableExecuteApiEndpoint && !byDomain)
        {
            return ResponseWriter.WriteErrorAsync(request, GatewayError.Forbidden);
        }

        if (request.Match() is not { } method)
        {
            return ResponseWriter.WriteErrorAsync(request, GatewayError.MissingAuthenticationToken);
        }

        request.LogMatched();
        method.ExecutionLog?.Begin(request);
        return method.Admission is { } admission ? AdmitAsync(request, method, admission) : ThrottleAsync(request, method);
    }

    private static ValueTask AdmitAsync(RequestContext request, BoundMethod method, MethodAdmission admission)
    {
        var admitted = admission.AdmitAsync(request);
        return admitted.IsCompletedSuccessfully ? GoOnAsync(request, method, admitted.Result) : WaitAsync(request, method, admitted);

        static async ValueTask WaitAsync(RequestContext request, BoundMethod method, ValueTask<GatewayError?> admitted) =>
            await GoOnAsync(request, method, await admitted.ConfigureAwait(false)).ConfigureAwait(false);

        static ValueTask GoOnAsync(RequestContext request, BoundMethod method, GatewayError? refusal) =>
            refusal is null ? ThrottleAsync(request, method) : ResponseWriter.WriteErrorAsync(request, refusal);
    }

    private static ValueTask ThrottleAsync(RequestContext request, BoundMethod method) =>
        method.Throttle?.Refuse(request) is { } refusal ? ResponseWriter.WriteErrorAsync(request, refusal) : RunAsync(request, method);

    private static ValueTask RunAsync(RequestContext request, BoundMethod method) =>
        method.Validation is null ? IntegrateAsync(request, method) : ValidateAsync(request, method, method.Validation);

    private static async ValueTask ValidateAsync(RequestContext request, BoundMethod method, RequestValidation validation)
    {
        if (await validation.CheckAsync(request).ConfigureAwait(false) is { } refusal)
        {
            request.Failure = refusal;
            await ResponseWriter.WriteErrorAsync(request, refusal.Error).ConfigureAwait(false);
        }
        else
        {
            await IntegrateAsync(request, method).ConfigureAwait(false);
        }
    }

    private static ValueTask IntegrateAsync(RequestContext request, BoundMethod method)
    {
        if (method.Setting.DataTraceEnabled)
        {
            if (request.Execution is not null || request.Makes(RecordEvent.DataTrace, LogLevel.Information))
            {
                return TraceAsync(request, method);
            }

            request.IsTraceSuppressed = true;
        }

        return AnswerAsync(request, method);
    }

    private static ValueTask AnswerAsync(RequestContext request, BoundMethod method) =>
        method.Cache is { } cache ? cache.AnswerAsync(request, method) : method.InvokeAsync(request);

    private static async ValueTask TraceAsync(RequestContext request, BoundMethod method)
    {
        await request.ReadBodyAsync().ConfigureAwait(false);
        if (request.Execution is { } log)
        {
            // It has the headers and bodies, so that they are written once.
            log.MethodRequest();
        }
        else
        {
            request.Trace = DataTrace.Begin(request);
        }

        await AnswerAsync(request, method).ConfigureAwait(false);
    }

    private static async ValueTask FailAsync(RequestContext request, Exception exception)
    {
        var exchange = request.Exchange;
        if (exchange.Aborted)
        {
            request.ClientGone = true;
            return;
        }

        request.Failure = exception;
        if (exchange.HasStarted)
        {
            exchange.Reset();
            return;
        }

        try
        {
            await ResponseWriter.WriteErrorAsync(request, (exception as GatewayFailure)?.Error ?? GatewayError.Internal).ConfigureAwait(false);
        }
        catch (Exception second)
        {
            request.Failure = new AggregateException(exception, second);
            exchange.Reset();
        }
    }
}
