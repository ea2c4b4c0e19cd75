using ControlPlane.Api.OpenApi.Documents;
using ControlPlane.Domain.Errors;

namespace ControlPlane.Api.OpenApi.Import;

/// <summary>All that is wrong with a document, each with its place: nothing stops at the first.</summary>
internal sealed class ImportProblems
{
    // Enough to work with; a document can have as many as it has members.
    private const int _shown = 50;

    private readonly List<string> _errors = [];
    private readonly List<string> _warnings = [];

    /// <summary>What was left out or will not do what one may think, in the document's order.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Something that cannot be imported.</summary>
    public void Error(DocumentNode at, string message) => _errors.Add($"{message} (at {at.Place})");

    /// <summary>Something that is left out.</summary>
    public void Warn(DocumentNode at, string message) => _warnings.Add($"{message} (at {at.Place})");

    /// <summary>Runs a rule of the domain; its refusal is an error of the document.</summary>
    /// <returns>What the rule gives, or null when it refuses.</returns>
    public T? Check<T>(DocumentNode at, string context, Func<T> rule)
        where T : class
    {
        try
        {
            return rule();
        }
        catch (ApiException refusal)
        {
            Error(at, context + refusal.Message);
            return null;
        }
    }

    /// <summary>Refuses the document when it has errors.</summary>
    /// <param name="failOnWarnings">True to refuse one that only has warnings as well.</param>
    /// <exception cref="ApiException">400 with all problems.</exception>
    public void ThrowIfAny(bool failOnWarnings)
    {
        if (_errors.Count > 0)
        {
            throw ApiException.BadRequest(
                "Errors found during import:" + List(_errors) + (_warnings.Count > 0 ? "\nAdditionally, these warnings were found:" + List(_warnings) : ""));
        }

        if (failOnWarnings && _warnings.Count > 0)
        {
            throw ApiException.BadRequest("Warnings found during import:" + List(_warnings));
        }
    }

    private static string List(List<string> problems) =>
        string.Concat(problems.Take(_shown).Select(problem => "\n\t" + problem)) + (problems.Count > _shown ? $"\n\tand {problems.Count - _shown} more" : "");
}
