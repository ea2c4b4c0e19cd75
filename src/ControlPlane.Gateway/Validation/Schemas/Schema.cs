using System.Text.Json;

namespace ControlPlane.Gateway.Validation.Schemas;

/// <summary>
/// A JSON schema of draft 4, compiled. Immutable once it is; any number of requests are held to it at once.
/// </summary>
/// <remarks>
/// NJsonSchema validates Newtonsoft's token trees by visitors that reflect and compile a regular expression for every check, which the
/// request path must not do.
/// </remarks>
internal sealed class Schema
{
    private Keyword[] _keywords = [];

    /// <summary>Takes the keywords, once: a schema that refers to itself is known before they are.</summary>
    public void Complete(Keyword[] keywords) => _keywords = keywords;

    /// <summary>Whether a value fits; what is wrong with it is told to the check.</summary>
    /// <exception cref="SchemaLimitException">The check takes too long or goes too deep.</exception>
    public bool Accepts(JsonElement value, SchemaCheck check)
    {
        check.Enter();
        var fits = true;
        foreach (var keyword in _keywords)
        {
            if (!keyword.Accepts(value, check))
            {
                fits = false;
                if (check.IsSettled)
                {
                    break;
                }
            }
        }

        check.Leave();
        return fits;
    }
}
