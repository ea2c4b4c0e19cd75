using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using ControlPlane.Gateway.Mapping;

namespace ControlPlane.Gateway.Validation.Schemas;

/// <summary>One value's way through a schema: what is wrong with it, and how much work it may still cost.</summary>
/// <param name="bytes">The length of the value as text: longer ones may cost more.</param>
internal sealed class SchemaCheck(int bytes)
{
    /// <summary>The most complaints of one value.</summary>
    public const int MaxComplaints = 16;

    private const int MaxDepth = 256;
    private const long BaseWork = 100_000;
    private const long WorkPerByte = 100;
    private const long MaxWork = 20_000_000;

    private readonly List<string> _complaints = [];
    private WorkBudget? _matches;
    private long _work = Math.Min(BaseWork + (bytes * WorkPerByte), MaxWork);
    private int _depth;
    private int _quiet;

    /// <summary>Whether nobody wants to know more than that the value does not fit.</summary>
    public bool IsSettled => _quiet > 0 || _complaints.Count >= MaxComplaints;

    /// <summary>Whether complaints are dropped: one branch of several is tried.</summary>
    public bool IsQuiet => _quiet > 0;

    /// <summary>What is wrong, as API Gateway lists it; empty brackets when nothing is.</summary>
    public string Complaints => $"[{string.Join(", ", _complaints)}]";

    /// <summary>A schema begins.</summary>
    /// <exception cref="SchemaLimitException">There are too many within each other, or in all.</exception>
    public void Enter()
    {
        if (++_depth > MaxDepth)
        {
            throw new SchemaLimitException("the schema refers to itself without end, or nests too deep");
        }

        Charge(1);
    }

    /// <summary>A schema ends.</summary>
    public void Leave() => _depth--;

    /// <summary>Takes units of work.</summary>
    /// <exception cref="SchemaLimitException">There are not so many left.</exception>
    public void Charge(long units)
    {
        _work -= units;
        if (_work < 0)
        {
            throw new SchemaLimitException("the validation takes too long");
        }
    }

    /// <summary>Whether a value fits one branch of several, without complaints.</summary>
    public bool Tries(Schema schema, System.Text.Json.JsonElement value)
    {
        _quiet++;
        var fits = schema.Accepts(value, this);
        _quiet--;
        return fits;
    }

    /// <summary>Whether a pattern matches somewhere in a text.</summary>
    /// <exception cref="RegexMatchTimeoutException">It takes too long.</exception>
    /// <exception cref="Responses.GatewayFailure">All matches together take too long.</exception>
    public bool Matches(Regex pattern, string text)
    {
        var began = Stopwatch.GetTimestamp();
        var matches = pattern.IsMatch(text);
        (_matches ??= new WorkBudget(units: 0)).ChargeMatch(began);
        return matches;
    }

    /// <summary>Complains.</summary>
    /// <returns>False, for the keyword to answer.</returns>
    public bool Fail([InterpolatedStringHandlerArgument("")] ref Complaint complaint)
    {
        if (!IsQuiet)
        {
            _complaints.Add(complaint.ToText());
        }

        return false;
    }
}
