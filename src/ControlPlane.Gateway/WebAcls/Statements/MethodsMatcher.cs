using ControlPlane.Domain.WebAcls;

namespace ControlPlane.Gateway.WebAcls.Statements;

/// <summary>Requests by the verb that counts: an override's is what will be run.</summary>
internal sealed class MethodsMatcher(MethodsStatement statement) : StatementMatcher
{
    private readonly string[] _verbs = [.. statement.Verbs];

    public override bool Matches(RequestContext request)
    {
        foreach (var verb in _verbs)
        {
            if (verb == request.Verb)
            {
                return true;
            }
        }

        return false;
    }
}
