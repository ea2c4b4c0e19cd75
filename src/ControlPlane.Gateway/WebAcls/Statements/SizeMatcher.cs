using ControlPlane.Domain.WebAcls;

namespace ControlPlane.Gateway.WebAcls.Statements;

/// <summary>Requests by the size of a part.</summary>
internal sealed class SizeMatcher(SizeConstraintStatement statement) : StatementMatcher
{
    public override bool ReadsBody => statement.Part == RequestPart.Body;

    public override bool Matches(RequestContext request)
    {
        var size = SizeOf(request);
        return statement.Operator switch
        {
            SizeComparison.Equal => size == statement.Size,
            SizeComparison.NotEqual => size != statement.Size,
            SizeComparison.AtMost => size <= statement.Size,
            SizeComparison.Less => size < statement.Size,
            SizeComparison.AtLeast => size >= statement.Size,
            SizeComparison.More => size > statement.Size,
            var other => throw new InvalidOperationException($"Unknown comparison {other}."),
        };
    }

    private long SizeOf(RequestContext request) => statement.Part switch
    {
        RequestPart.Body => request.SentBytes,
        RequestPart.UriPath => request.Location.ContextPathSpan(request.Exchange.Path).Length,
        RequestPart.QueryString => request.Exchange.Query.Length,
        RequestPart.Headers => Headers(request),
        var other => throw new InvalidOperationException($"Unknown part {other}."),
    };

    private static long Headers(RequestContext request)
    {
        long size = 0;
        foreach (var (name, value) in request.Exchange.Headers.AsSpan())
        {
            size += name.Length + value.Length;
        }

        return size;
    }
}
