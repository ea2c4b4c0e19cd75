using System.Text.RegularExpressions;

namespace ControlPlane.Domain.Integrations;

/// <summary>One place of an integration that reads a stage variable.</summary>
/// <param name="Place">The member as a path from the integration, for example <c>/uri</c> or <c>/requestTemplates/application~1json</c>.</param>
/// <param name="Name">The variable.</param>
public readonly record struct StageVariableReference(string Place, string Name);

/// <summary>Where an integration reads stage variables: in its address and credentials, its parameter mappings and its templates; and where access logs do.</summary>
public static partial class StageVariableReferences
{
    /// <summary>All places, in the order of the integration's members; a place that reads a variable twice is told once.</summary>
    public static IReadOnlyList<StageVariableReference> Of(Integration integration)
    {
        var found = new List<StageVariableReference>();
        Add(found, "/uri", integration.Uri, InText());
        Add(found, "/credentials", integration.Credentials, InText());
        AddAll(found, "/requestParameters", integration.RequestParameters, InMapping());
        AddAll(found, "/requestTemplates", integration.RequestTemplates, InTemplate());
        foreach (var (status, response) in integration.IntegrationResponses)
        {
            AddAll(found, $"/integrationResponses/{status}/responseParameters", response.ResponseParameters, InMapping());
            AddAll(found, $"/integrationResponses/{status}/responseTemplates", response.ResponseTemplates, InTemplate());
        }

        return found;
    }

    /// <summary>The variables that an access log's format reads, each once; of a log without a format none.</summary>
    public static IReadOnlyList<string> OfFormat(string? format)
    {
        var found = new List<StageVariableReference>();
        Add(found, "", format, InFormat());
        return [.. found.Select(static reference => reference.Name)];
    }

    private static void AddAll<T>(List<StageVariableReference> found, string path, IReadOnlyDictionary<string, T> texts, Regex pattern)
    {
        foreach (var (key, text) in texts)
        {
            Add(found, $"{path}/{Comparing.MemberSet.Segment(key)}", text as string, pattern);
        }
    }

    private static void Add(List<StageVariableReference> found, string place, string? text, Regex pattern)
    {
        if (text is null)
        {
            return;
        }

        for (var match = pattern.Match(text); match.Success; match = match.NextMatch())
        {
            var reference = new StageVariableReference(place, match.Groups["name"].Value);
            if (!found.Contains(reference))
            {
                found.Add(reference);
            }
        }
    }

    /// <summary>In addresses and credentials only the formal notation is resolved.</summary>
    [GeneratedRegex(@"\$\{stageVariables\.(?<name>[^}]*)\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex InText();

    [GeneratedRegex(@"\$stageVariables\.(?<name>[A-Za-z0-9_]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex InFormat();

    [GeneratedRegex(@"^stageVariables\.(?<name>.+)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex InMapping();

    [GeneratedRegex(@"\$!?\{?stageVariables(\.(?!get\()(?<name>\w+)|\.get\(\s*['""](?<name>\w+)['""]|\[\s*['""](?<name>\w+)['""])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex InTemplate();
}
