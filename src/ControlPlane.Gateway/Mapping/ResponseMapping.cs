using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using ControlPlane.Domain.Integrations;
using ControlPlane.Gateway.Mapping.Templates.Methods;
using ControlPlane.Gateway.Responses;

namespace ControlPlane.Gateway.Mapping;

/// <summary>One integration response, compiled.</summary>
internal sealed class ResponseMapping
{
    private const string HeaderPrefix = "method.response.header.";
    private readonly Lazy<Regex>? _pattern;

    public ResponseMapping(IntegrationResponse response, bool isDeclared)
    {
        Status = int.Parse(response.StatusCode, CultureInfo.InvariantCulture);
        IsDeclared = isDeclared;
        ContentHandling = response.ContentHandling;
        var headers = new List<KeyValuePair<string, MappingExpression>>();
        foreach (var (name, source) in response.ResponseParameters)
        {
            if (name.StartsWith(HeaderPrefix, StringComparison.Ordinal))
            {
                headers.Add(KeyValuePair.Create(name[HeaderPrefix.Length..], MappingExpression.Parse(source)));
            }
        }

        var templates = new List<KeyValuePair<string, MappingTemplate>>();
        foreach (var (mediaType, template) in response.ResponseTemplates)
        {
            templates.Add(KeyValuePair.Create(mediaType, MappingTemplate.Parse(template)));
        }

        (Headers, Templates) = ([.. headers], [.. templates]);
        if (response.SelectionPattern is { Length: > 0 } pattern)
        {
            // Not now: a function's first caller would wait for patterns that mostly no answer of his meets.
            _pattern = new Lazy<Regex>(() => Compile(pattern));
        }
    }

    public int Status { get; }

    /// <summary>Whether the method declares a response with this status, without which it may not be sent.</summary>
    public bool IsDeclared { get; }

    public ContentHandling? ContentHandling { get; }

    public KeyValuePair<string, MappingExpression>[] Headers { get; }

    /// <summary>The templates with their media types, in the order they were given.</summary>
    public KeyValuePair<string, MappingTemplate>[] Templates { get; }

    /// <summary>Whether the pattern matches a text as a whole.</summary>
    /// <param name="text">The text.</param>
    /// <param name="budget">What it and the other patterns may cost.</param>
    /// <exception cref="GatewayFailure">500: the pattern is no regular expression, or takes too long.</exception>
    public bool Matches(string text, WorkBudget budget)
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            return _pattern?.Value.IsMatch(text) == true;
        }
        catch (RegexMatchTimeoutException exception)
        {
            throw GatewayFailure.Configuration($"The selection pattern takes too long: {exception.Pattern}", exception);
        }
        finally
        {
            budget.ChargeMatch(began);
        }
    }

    /// <summary>Why the pattern can match nothing, or null.</summary>
    public string? FindPatternFault()
    {
        try
        {
            _ = _pattern?.Value;
            return null;
        }
        catch (GatewayFailure failure)
        {
            return failure.Message;
        }
    }

    /// <summary>The template for what the client accepts, else the one for JSON, else the first; null when there are none.</summary>
    public (string MediaType, MappingTemplate Template)? SelectTemplate(string? accept)
    {
        if (Templates.Length == 0)
        {
            return null;
        }

        var found = Find(MediaType.FirstAccepted(accept)) ?? Find(MediaType.Json) ?? Templates[0];
        return (found.Key, found.Value);
    }

    private static Regex Compile(string pattern)
    {
        try
        {
            return JavaPattern.Compile(pattern, whole: true);
        }
        catch (GatewayFailure failure)
        {
            throw GatewayFailure.Configuration($"Invalid selection pattern: {pattern}", failure);
        }
    }

    private KeyValuePair<string, MappingTemplate>? Find(string mediaType)
    {
        foreach (var template in Templates)
        {
            if (template.Key.Equals(mediaType, StringComparison.OrdinalIgnoreCase))
            {
                return template;
            }
        }

        return null;
    }
}
