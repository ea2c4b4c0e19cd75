using System.Globalization;
using ControlPlane.Gateway.Mapping.Templates;
using ControlPlane.Gateway.Mapping.Templates.Values;
using ControlPlane.Gateway.Responses;

namespace ControlPlane.Gateway.Mapping;

/// <summary>
/// What templates override: <c>$context.requestOverride</c> and <c>$context.responseOverride</c>. They take effect when a template has ended,
/// win over parameter mappings of the same name, and each can be set once (AWS: overrides are final).
/// </summary>
internal sealed class ParameterOverrides
{
    private const string Header = "header";
    private const string Status = "status";
    // API Gateway takes 1xx too, but after such a status clients wait for another (RFC 9110 15.2).
    private const int SmallestStatus = 200;
    private const int LargestStatus = 599;

    private readonly VtlMap _requestHeaders = NewMap("requestOverride.header");
    private readonly VtlMap _query = NewMap("requestOverride.querystring");
    private readonly VtlMap _path = NewMap("requestOverride.path");
    private readonly VtlMap _responseHeaders = NewMap("responseOverride.header");

    public ParameterOverrides()
    {
        Request.Put(Header, _requestHeaders);
        Request.Put("querystring", _query);
        Request.Put("path", _path);
        Response.Put(Header, _responseHeaders);
    }

    /// <summary><c>$context.requestOverride</c>.</summary>
    public VtlMap Request { get; } = NewMap("requestOverride");

    /// <summary><c>$context.responseOverride</c>.</summary>
    public VtlMap Response { get; } = NewMap("responseOverride");

    /// <summary>Headers towards the backend; a name with several values more than once.</summary>
    public List<KeyValuePair<string, string>> RequestHeaders { get; } = [];

    /// <summary>Query parameters towards the backend.</summary>
    public List<KeyValuePair<string, string>> Query { get; } = [];

    /// <summary>Path parameters towards the backend.</summary>
    public List<KeyValuePair<string, string>> Path { get; } = [];

    /// <summary>Headers towards the client.</summary>
    public List<KeyValuePair<string, string>> ResponseHeaders { get; } = [];

    /// <summary>The status towards the client, 200 to 599; null when none was set, or another.</summary>
    public int? ResponseStatus { get; private set; }

    /// <summary>Whether a list of overrides has a name.</summary>
    public static bool Has(List<KeyValuePair<string, string>>? overrides, string name, StringComparison comparison) =>
        Find(overrides, name, comparison) is not null;

    /// <summary>The first value of a name, or null.</summary>
    public static string? Find(List<KeyValuePair<string, string>>? overrides, string name, StringComparison comparison)
    {
        if (overrides is not null)
        {
            foreach (var (key, value) in overrides)
            {
                if (key.Equals(name, comparison))
                {
                    return value;
                }
            }
        }

        return null;
    }

    /// <summary>Takes up what a template has set.</summary>
    /// <exception cref="GatewayFailure">500: a header has no name that a header can have.</exception>
    public void Collect(Rendering rendering)
    {
        Collect(_requestHeaders, RequestHeaders, isHeader: true, rendering);
        Collect(_query, Query, isHeader: false, rendering);
        Collect(_path, Path, isHeader: false, rendering);
        Collect(_responseHeaders, ResponseHeaders, isHeader: true, rendering);
        ResponseStatus = StatusOf(Response.Get(Status));
    }

    private static VtlMap NewMap(string name) => new()
    {
        PutAgain = key => throw TemplateFailure.Because($"$context.{name}.{key} is overridden more than once"),
    };

    private static void Collect(VtlMap source, List<KeyValuePair<string, string>> target, bool isHeader, Rendering rendering)
    {
        target.Clear();
        for (var i = 0; i < source.Count; i++)
        {
            var name = ValueText.Of(source.KeyAt(i), rendering);
            if (isHeader && !HeaderText.IsName(name))
            {
                throw TemplateFailure.Because($"'{name}' is no header name");
            }

            var value = source.ValueAt(i);
            if (value is not VtlList list)
            {
                Add(target, name, value, rendering);
                continue;
            }

            for (var j = 0; j < list.Count; j++)
            {
                Add(target, name, list.Items[j], rendering);
            }
        }
    }

    private static void Add(List<KeyValuePair<string, string>> target, string name, object? value, Rendering rendering)
    {
        if (value is not null)
        {
            target.Add(new(name, ValueText.Of(value, rendering)));
        }
    }

    private static int? StatusOf(object? value)
    {
        int? status = value switch
        {
            int number => number,
            string text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
            _ => null,
        };
        return status is >= SmallestStatus and <= LargestStatus ? status : null;
    }
}
