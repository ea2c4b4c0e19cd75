using System.Text.RegularExpressions;
using ControlPlane.Domain.Authorizers;
using ControlPlane.Gateway.Exchanges;
using ControlPlane.Gateway.Mapping;

namespace ControlPlane.Gateway.Admission.Authorizers;

/// <summary>Where an authorizer looks for who calls, and what that must look like.</summary>
internal sealed class AuthorizerIdentity
{
    /// <summary>What matching a token may take.</summary>
    private static readonly TimeSpan MatchTime = TimeSpan.FromMilliseconds(100);

    private readonly IdentitySource[] _sources;
    private readonly Regex? _expression;

    private AuthorizerIdentity(IdentitySource[] sources, Regex? expression)
    {
        _sources = sources;
        _expression = expression;
    }

    /// <summary>Whether anything tells one caller from another.</summary>
    public bool IsEmpty => _sources.Length == 0;

    /// <summary>Compiles an authorizer's identity.</summary>
    /// <returns>Null when it cannot be understood.</returns>
    public static AuthorizerIdentity? Compile(Authorizer authorizer)
    {
        if (IdentitySource.Parse(authorizer.IdentitySource) is not { } sources)
        {
            return null;
        }

        if (authorizer.Type != AuthorizerType.Token)
        {
            return new AuthorizerIdentity(sources, null);
        }

        try
        {
            return new AuthorizerIdentity(
                sources.Length == 0 ? [new IdentitySource(IdentitySourceKind.Header, "Authorization")] : sources,
                string.IsNullOrEmpty(authorizer.IdentityValidationExpression) ? null : Compile(authorizer.IdentityValidationExpression));
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The token of a TOKEN authorizer; null when it is missing, empty, or not what it must look like.</summary>
    public string? Token(RequestContext request)
    {
        if (Value(request, _sources[0]) is not { Length: > 0 } token)
        {
            return null;
        }

        try
        {
            return _expression is null || _expression.IsMatch(token) ? token : null;
        }
        catch (RegexMatchTimeoutException)
        {
            return null;
        }
    }

    /// <summary>Adds all that tells who calls to what a verdict is kept by.</summary>
    /// <returns>False when a part is missing or empty.</returns>
    public bool TryAppend(RequestContext request, PooledBytes bytes)
    {
        foreach (var source in _sources)
        {
            if (Value(request, source) is not { Length: > 0 } value)
            {
                return false;
            }

            VerdictKey.Append(bytes, value);
        }

        return true;
    }

    // As a whole: what is around a match is part of the token, too.
    private static Regex Compile(string expression)
    {
        var whole = $@"\A(?:{expression})\z";
        try
        {
            return new Regex(whole, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, MatchTime);
        }
        catch (NotSupportedException)
        {
            return new Regex(whole, RegexOptions.CultureInvariant, MatchTime);
        }
    }

    private static string? Value(RequestContext request, IdentitySource source) => source.Kind switch
    {
        IdentitySourceKind.Header => request.Exchange.FindHeader(source.Name),
        IdentitySourceKind.QueryString => request.Query.Last(source.Name),
        IdentitySourceKind.StageVariable => request.Variant!.Variables.GetValueOrDefault(source.Name),
        _ => ContextVariables.Find(request, source.Name),
    };
}
