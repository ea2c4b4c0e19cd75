using System.Globalization;
using System.Text.RegularExpressions;
using ControlPlane.Domain.Integrations;
using ControlPlane.Gateway.Responses;

namespace ControlPlane.Gateway.Mapping;

/// <summary>One integration response, compiled.</summary>
internal sealed class ResponseMapping
{
    private const string HeaderPrefix = "method.response.header.";
    private static readonly TimeSpan PatternTimeout = TimeSpan.FromMilliseconds(250);

    private readonly Regex? _pattern;
    private readonly string? _badPattern;

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
        if (string.IsNullOrEmpty(response.SelectionPattern))
        {
            return;
        }

        try
        {
            _pattern = new Regex($@"\A(?:{response.SelectionPattern})\z", RegexOptions.CultureInvariant, PatternTimeout);
        }
        catch (ArgumentException)
        {
            _badPattern = response.SelectionPattern;
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
    /// <exception cref="GatewayFailure">500: the pattern is no regular expression, or takes too long.</exception>
    public bool Matches(string text)
    {
        try
        {
            return _pattern?.IsMatch(text)
                ?? (_badPattern is null ? false : throw GatewayFailure.Configuration($"Invalid selection pattern: {_badPattern}"));
        }
        catch (RegexMatchTimeoutException exception)
        {
            throw GatewayFailure.Configuration($"The selection pattern takes too long: {exception.Pattern}", exception);
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
