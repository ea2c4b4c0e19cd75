using System.Diagnostics;
using System.Diagnostics.Metrics;
using ControlPlane.Domain.WebAcls;
using ControlPlane.Gateway.Snapshots;

namespace ControlPlane.Gateway.WebAcls;

/// <summary>
/// What web ACLs do as counters of the meter <c>ControlPlane.Gateway</c>: <c>controlplane.webacl.allowed_requests</c>,
/// <c>controlplane.webacl.blocked_requests</c> and <c>controlplane.webacl.counted_requests</c> (AWS: AllowedRequests, BlockedRequests,
/// CountedRequests) by <c>api</c>, <c>stage</c> (of a canary <c>prod-canary</c>) and <c>rule</c>, which is <c>Default_Action</c> where no rule decides.
/// </summary>
internal sealed class WebAclInstruments : IDisposable
{
    private readonly Meter _meter;
    private readonly Counter<long> _allowed;
    private readonly Counter<long> _blocked;
    private readonly Counter<long> _counted;

    /// <param name="owner">Tells the meters of several gateways in one process apart.</param>
    public WebAclInstruments(object owner)
    {
        _meter = new Meter(new MeterOptions(SnapshotMetrics.MeterName) { Scope = owner });
        _allowed = _meter.CreateCounter<long>("controlplane.webacl.allowed_requests", "{request}", "Requests that a rule of a web ACL allowed.");
        _blocked = _meter.CreateCounter<long>("controlplane.webacl.blocked_requests", "{request}", "Requests that a rule of a web ACL blocked.");
        _counted = _meter.CreateCounter<long>("controlplane.webacl.counted_requests", "{request}", "Requests that a rule of a web ACL only counted.");
    }

    /// <summary>Counts what a rule did to a request.</summary>
    public void Count(RequestContext request, string rule, WebAclAction action)
    {
        var counter = action switch
        {
            WebAclAction.Allow => _allowed,
            WebAclAction.Block => _blocked,
            _ => _counted,
        };
        if (counter.Enabled)
        {
            var labels = request.Variant!.Labels;
            counter.Add(1, new TagList { { "api", labels.ApiName }, { "stage", labels.Stage }, { "rule", rule } });
        }
    }

    public void Dispose() => _meter.Dispose();
}
