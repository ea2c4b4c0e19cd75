namespace ControlPlane.Gateway.WebAcls.Statements;

/// <summary>A statement of a rule, compiled.</summary>
internal abstract class StatementMatcher
{
    /// <summary>Whether it looks at the body, which must be read before.</summary>
    public virtual bool ReadsBody => false;

    /// <summary>Whether a request is one of those it is about.</summary>
    public abstract bool Matches(RequestContext request);
}
