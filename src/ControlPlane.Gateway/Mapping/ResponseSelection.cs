using System.Globalization;
using ControlPlane.Domain.Methods;
using ControlPlane.Gateway.Responses;

namespace ControlPlane.Gateway.Mapping;

/// <summary>The integration responses of a method, compiled, in the order of their status codes: which one a backend's answer gets.</summary>
internal sealed class ResponseSelection
{
    private readonly List<ResponseMapping> _patterned = [];
    private readonly ResponseMapping? _default;

    public ResponseSelection(Method method)
    {
        var responses = method.MethodIntegration?.IntegrationResponses;
        if (responses is null)
        {
            return;
        }

        var statuses = responses.Keys.ToArray();
        Array.Sort(statuses, StringComparer.Ordinal);
        foreach (var status in statuses)
        {
            var response = responses[status];
            var mapping = new ResponseMapping(response, method.MethodResponses.ContainsKey(response.StatusCode));
            if (string.IsNullOrEmpty(response.SelectionPattern))
            {
                _default ??= mapping;
            }
            else
            {
                _patterned.Add(mapping);
            }
        }
    }

    /// <summary>All responses: those with patterns in the order they are tried, then the default.</summary>
    public IEnumerable<ResponseMapping> All => _default is null ? _patterned : _patterned.Append(_default);

    /// <summary>The mapping for a status code.</summary>
    /// <exception cref="GatewayFailure">500: none matches and there is no default.</exception>
    public ResponseMapping ForStatus(int status) => Select(status.ToString(CultureInfo.InvariantCulture), status);

    /// <summary>The mapping whose pattern matches a status code or an error message as a whole.</summary>
    /// <param name="text">What patterns are compared with.</param>
    /// <param name="status">The backend's status, for the log.</param>
    /// <exception cref="GatewayFailure">500: none matches and there is no default.</exception>
    public ResponseMapping Select(string text, int status) =>
        FindPatterned(text) ?? _default ?? throw GatewayFailure.Configuration(
            $"No match for output mapping and no default output mapping configured. Endpoint Response Status Code: {status}");

    /// <summary>The mapping whose pattern matches a text as a whole, or null; the default has none.</summary>
    /// <exception cref="GatewayFailure">500: a pattern is no regular expression, or all together take too long.</exception>
    public ResponseMapping? FindPatterned(string text)
    {
        var budget = new WorkBudget(units: 0);
        foreach (var mapping in _patterned)
        {
            if (mapping.Matches(text, budget))
            {
                return mapping;
            }
        }

        return null;
    }
}
