using ControlPlane.Domain.Metrics;
using ControlPlane.Gateway.Integrations;
using ControlPlane.Gateway.Responses;

namespace ControlPlane.Gateway.Mirroring;

/// <summary>One mirrored request: the canary is asked beside the base, and the responses are compared when both are there.</summary>
internal sealed class MirrorCall
{
    /// <summary>How much longer than the base a canary may take where the process may stand still after the base's response.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(50);

    private readonly Mirrors _mirrors;
    private readonly RouteMirror _mirror;
    private readonly RouteFindings _findings;
    private readonly MirrorExchange _exchange;
    private readonly RequestContext _context;
    private readonly ResponseCopy _canary = new();
    private readonly TaskCompletionSource<bool> _served = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isCanaryDone;

    public MirrorCall(Mirrors mirrors, RouteMirror mirror, RequestContext request, RouteFindings findings)
    {
        (_mirrors, _mirror, _findings) = (mirrors, mirror, findings);

        // Now, since the request's own context is used again as soon as it is served.
        _exchange = new MirrorExchange(request.Exchange);
        _context = RequestContext.Mirror(_exchange, request, mirrors.Time);
        _context.Copy = _canary;
    }

    /// <summary>Completes when the call has ended. Never fails.</summary>
    public Task Ended => _ended.Task;

    /// <summary>What the base answers.</summary>
    private ResponseCopy Base { get; } = new();

    /// <summary>Asks the canary, on another thread.</summary>
    public void Start() => _ = Task.Run(RunAsync);

    /// <summary>Serves the request by the base while the canary is asked.</summary>
    /// <param name="integration">The base's backend.</param>
    /// <param name="request">The request.</param>
    public async ValueTask BesideAsync(IIntegration integration, RequestContext request)
    {
        Exception? failure = null;
        request.Copy = Base;
        try
        {
            await integration.InvokeAsync(request).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            failure = exception;
            throw;
        }
        finally
        {
            request.Copy = null;
            BaseServed(failure, request.Exchange);
        }
    }

    /// <summary>Says that the base has served the request, or failed to.</summary>
    /// <param name="failure">Why it did, or null.</param>
    /// <param name="exchange">The request's exchange.</param>
    private void BaseServed(Exception? failure, Exchanges.GatewayExchange exchange)
    {
        if (failure is not null)
        {
            Base.Fail(failure);
        }

        var wasHeard = failure is null || !exchange.Aborted;
        if (!wasHeard || (exchange.MayFreeze && !_isCanaryDone))
        {
            _ = GiveUpAsync(wasHeard ? Grace : TimeSpan.Zero);
        }

        _served.TrySetResult(wasHeard);
    }

    /// <summary>Nobody waits for the canary any more.</summary>
    public void GiveUp() => _exchange.GiveUp();

    private async Task GiveUpAsync(TimeSpan grace)
    {
        if (grace > TimeSpan.Zero)
        {
            await Task.WhenAny(Ended, Task.Delay(grace, _mirrors.Time)).ConfigureAwait(false);
        }

        if (!_isCanaryDone)
        {
            GiveUp();
        }
    }

    private async Task RunAsync()
    {
        try
        {
            await AskAsync().ConfigureAwait(false);
            _isCanaryDone = true;
            var wasHeard = await _served.Task.ConfigureAwait(false);
            if (wasHeard && !_exchange.Aborted && Base.Status != 0 && _canary.Status != 0)
            {
                _findings.Add(_mirror.Comparison.Compare(Base, _canary), _mirror.Mirroring.SampleSize);
            }
            else
            {
                _findings.Add(MirroringFindings.Unfinished);
            }
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            _findings.Add(MirroringFindings.Unfinished);
        }
        finally
        {
            _context.End();
            _canary.Release();
            Base.Release();
            _mirror.Use.Free();
            _mirrors.End(this);
            _ended.TrySetResult();
        }
    }

    private async Task AskAsync()
    {
        if (_context.Method is not { } method)
        {
            _canary.Refuse(GatewayError.MissingAuthenticationToken);
            return;
        }

        try
        {
            await method.Integration.InvokeAsync(_context).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            _canary.Fail(exception);
        }
    }
}
