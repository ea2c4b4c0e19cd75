using ControlPlane.Domain.Metrics;
using ControlPlane.Lambda.Functions;
using ControlPlane.Lambda.Invocations;

namespace ControlPlane.Gateway.Integrations;

/// <summary>The versions that run behind the alias of an integration, as the answers to invocations tell them.</summary>
internal sealed class AliasVersions
{
    // An alias has two at a time; a few more while it moves on.
    private const int MaxKept = 8;

    private readonly FunctionVersion _unknown;
    private FunctionVersion[] _kept = [];

    private AliasVersions(FunctionVersion unknown) => _unknown = unknown;

    /// <summary>The versions behind a function, or null when it is not called by an alias that is known beforehand.</summary>
    /// <param name="function">The function with its qualifier; <c>{name}</c> in it is filled by requests.</param>
    public static AliasVersions? Of(string function) =>
        !function.Contains('{', StringComparison.Ordinal) && FunctionName.Parse(function) is { IsAlias: true } named
            ? new AliasVersions(new FunctionVersion(named.Name, named.Qualifier!, FunctionVersion.Unknown))
            : null;

    /// <summary>Notes that the function is about to be invoked: while no version is known, none is.</summary>
    public void Expect(RequestContext request) => request.Executed = _unknown;

    /// <summary>Notes which version ran for a request and whether it failed.</summary>
    public void Note(RequestContext request, Invocation invocation)
    {
        request.FunctionFailed = invocation.FunctionError is not null;

        // Events that are handed over have no version yet.
        request.Executed = invocation.ExecutedVersion is { } version ? Get(version) : invocation.IsAccepted ? null : _unknown;
    }

    /// <summary>The same object for the same version, lest every request make one.</summary>
    private FunctionVersion Get(string version)
    {
        var kept = Volatile.Read(ref _kept);
        foreach (var known in kept)
        {
            if (known.Version == version)
            {
                return known;
            }
        }

        var added = _unknown with { Version = version };
        Volatile.Write(ref _kept, kept.Length < MaxKept ? [.. kept, added] : [added]);
        return added;
    }
}
