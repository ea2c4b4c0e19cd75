using ControlPlane.Domain.WebAcls;
using ControlPlane.Gateway.WebAcls.Rates;

namespace ControlPlane.Gateway.WebAcls.Statements;

/// <summary>Makes matchers out of statements.</summary>
internal static class StatementCompiler
{
    /// <summary>Compiles a rule's statement.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="table">Finds where its clients are counted.</param>
    public static StatementMatcher Compile(WebAclStatement statement, Func<RateBasedStatement, RateTable> table) => statement switch
    {
        IpSetStatement ipSet => new IpSetMatcher(ipSet),
        GeoMatchStatement geo => new GeoMatcher(geo),
        MethodsStatement methods => new MethodsMatcher(methods),
        SizeConstraintStatement size => new SizeMatcher(size),
        RateBasedStatement rate => new RateMatcher(rate, table(rate), rate.ScopeDown is { } scope ? Compile(scope, table) : null),
        NotStatement not => new NotMatcher(Compile(not.Statement, table)),
        AndStatement and => new SeveralMatcher([.. and.Statements.Select(each => Compile(each, table))], all: true),
        OrStatement or => new SeveralMatcher([.. or.Statements.Select(each => Compile(each, table))], all: false),
        _ => throw new InvalidOperationException($"Unknown statement {statement.GetType().Name}."),
    };
}
