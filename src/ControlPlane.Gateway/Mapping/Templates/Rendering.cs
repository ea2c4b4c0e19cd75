using System.Runtime.CompilerServices;
using System.Text.Json;
using ControlPlane.Gateway.Exchanges;
using ControlPlane.Gateway.Mapping.Templates.Values;

namespace ControlPlane.Gateway.Mapping.Templates;

/// <summary>One run of a template.</summary>
/// <param name="request">The request.</param>
/// <param name="answer">The backend's answer, for response templates; null for request templates.</param>
/// <param name="body">The body <c>$input</c> stands for.</param>
/// <param name="slots">How many variables the template names.</param>
/// <param name="output">Where to.</param>
internal sealed class Rendering(RequestContext request, BackendAnswer? answer, ReadOnlyMemory<byte> body, int slots, PooledBytes output)
{
    private static readonly JsonElement EmptyObject = JsonElement.Parse("{}");

    private JsonElement? _root;
    private VtlMap? _stageVariables;
    private VtlMap? _parameters;
    private VtlMap? _identity;
    private int _calls;

    public RequestContext Request { get; } = request;

    /// <summary>The values of the template's variables; null is undefined.</summary>
    public object?[] Slots { get; } = new object?[slots];

    public ReadOnlyMemory<byte> Body { get; } = body;

    public TemplateOutput Output { get; } = new(output);

    public WorkBudget Budget { get; } = new(TemplateLimits.Work);

    /// <summary>The body as JSON: an empty one is an empty object, and text that is no JSON is a string.</summary>
    public JsonElement Root => _root ??= FindRoot();

    public VtlMap StageVariables => _stageVariables ??= NewStageVariables();

    /// <summary><c>$input.params()</c>.</summary>
    public VtlMap Parameters => _parameters ??= InputParameters.ToMap(Request);

    /// <summary><c>$context.identity</c>.</summary>
    public VtlMap Identity => _identity ??= ContextVariable.NewIdentity(this);

    /// <summary>Enters a macro or a defined block.</summary>
    public void EnterCall()
    {
        if (++_calls > TemplateLimits.Calls)
        {
            throw TemplateFailure.Because($"macros call each other more than {TemplateLimits.Calls} times");
        }
    }

    public void LeaveCall() => _calls--;

    /// <summary>Fails rather than run out of stack.</summary>
    public static void CheckStack()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw TemplateFailure.TooDeep();
        }
    }

    /// <summary>A new string, within the limits.</summary>
    public string Concatenate(string left, string right)
    {
        var length = (long)left.Length + right.Length;
        if (length > TemplateLimits.StringLength)
        {
            throw TemplateFailure.TooLong();
        }

        Budget.ChargeText(length);
        return string.Concat(left, right);
    }

    private JsonElement FindRoot()
    {
        if (Body.Span.Trim(" \t\r\n"u8).IsEmpty)
        {
            return EmptyObject;
        }

        // A converted body is not the one the request was sent with.
        var json = answer?.Json ?? (Body.Equals(Request.Body.Written) ? Request.Json : null);
        return json?.Root ?? JsonTexts.ToElement(System.Text.Encoding.UTF8.GetString(Body.Span));
    }

    private VtlMap NewStageVariables()
    {
        var map = new VtlMap();
        if (Request.Variant is { } variant)
        {
            foreach (var (name, value) in variant.Variables)
            {
                map.Put(name, value);
            }
        }

        return map;
    }
}
