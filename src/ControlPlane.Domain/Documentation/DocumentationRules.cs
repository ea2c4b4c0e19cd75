using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using ControlPlane.Domain.Errors;
using ControlPlane.Domain.Methods;
using ControlPlane.Domain.Wire;

namespace ControlPlane.Domain.Documentation;

/// <summary>What documentation parts and versions must keep to.</summary>
public static class DocumentationRules
{
    /// <summary>Most documentation parts of an API.</summary>
    public const int MaxParts = 2000;

    /// <summary>The longest version name, in characters.</summary>
    public const int MaxVersionLength = 64;

    private const string _anyMethod = "*";
    private const string _anyStatus = "*";

    /// <summary>What a location of a type has.</summary>
    [Flags]
    private enum Members
    {
        None = 0,
        Path = 1,
        Method = 2,
        StatusCode = 4,
        Name = 8,
    }

    private static readonly FrozenDictionary<DocumentationPartType, Members> _members = new Dictionary<DocumentationPartType, Members>
    {
        [DocumentationPartType.Api] = Members.None,
        [DocumentationPartType.Authorizer] = Members.Name,
        [DocumentationPartType.Model] = Members.Name,
        [DocumentationPartType.Resource] = Members.Path,
        [DocumentationPartType.Method] = Members.Path | Members.Method,
        [DocumentationPartType.PathParameter] = Members.Path | Members.Method | Members.Name,
        [DocumentationPartType.QueryParameter] = Members.Path | Members.Method | Members.Name,
        [DocumentationPartType.RequestHeader] = Members.Path | Members.Method | Members.Name,
        [DocumentationPartType.RequestBody] = Members.Path | Members.Method,
        [DocumentationPartType.Response] = Members.Path | Members.Method | Members.StatusCode,
        [DocumentationPartType.ResponseHeader] = Members.Path | Members.Method | Members.StatusCode | Members.Name,
        [DocumentationPartType.ResponseBody] = Members.Path | Members.Method | Members.StatusCode,
    }.ToFrozenDictionary();

    /// <summary>A location with its type's defaults (<c>/</c>, <c>*</c>) filled in.</summary>
    /// <exception cref="ApiException">400: it has a member that its type has not, lacks its name, or a member is not valid.</exception>
    public static DocumentationPartLocation Normalize(DocumentationPartLocation location)
    {
        var members = _members[location.Type];
        Refuse(location, members, Members.Path, location.Path, "path");
        Refuse(location, members, Members.Method, location.Method, "method");
        Refuse(location, members, Members.StatusCode, location.StatusCode, "statusCode");
        Refuse(location, members, Members.Name, location.Name, "name");
        if (members.HasFlag(Members.Name) && string.IsNullOrWhiteSpace(location.Name))
        {
            throw ApiException.BadRequest($"Invalid documentation part location: name is required for type {WireNames.Of(location.Type)}");
        }

        return new DocumentationPartLocation
        {
            Type = location.Type,
            Path = members.HasFlag(Members.Path) ? ValidatePath(location.Path) : null,
            Method = members.HasFlag(Members.Method) ? ValidateMethod(location.Method) : null,
            StatusCode = members.HasFlag(Members.StatusCode) ? ValidateStatusCode(location.StatusCode) : null,
            Name = members.HasFlag(Members.Name) ? location.Name : null,
        };
    }

    /// <summary>Checks a part's properties.</summary>
    /// <returns>The properties as they are.</returns>
    /// <exception cref="ApiException">400: they are not the text of a JSON object.</exception>
    public static string ValidateProperties(string? properties)
    {
        if (properties is not null)
        {
            try
            {
                var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(properties));
                if (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
                {
                    reader.Skip();
                    if (!reader.Read())
                    {
                        return properties;
                    }
                }
            }
            catch (JsonException)
            {
                // Refused below.
            }
        }

        throw ApiException.BadRequest("Invalid documentation part properties: they must be a JSON object");
    }

    /// <summary>Checks a version's name.</summary>
    /// <returns>The name.</returns>
    /// <exception cref="ApiException">400: it is empty, too long, or holds more than letters, digits, blanks and <c>._-</c>.</exception>
    public static string ValidateVersion(string version) =>
        version.Length is > 0 and <= MaxVersionLength && !string.IsNullOrWhiteSpace(version) && version.All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '_' or '-' or ' ')
            ? version
            : throw ApiException.BadRequest($"Invalid documentation version specified: {version}. It may have at most {MaxVersionLength} letters, digits and the characters ' ', '.', '_', '-'.");

    /// <summary>The 409 of a part for a location that has one.</summary>
    public static ApiException LocationTaken() => ApiException.Conflict("Documentation part already exists for the specified location");

    /// <summary>The 429 of one part too many.</summary>
    public static ApiException TooManyParts() => ApiException.LimitExceeded("Maximum number of documentation parts for this API has been reached. Please contact AWS if you need additional documentation parts.");

    private static void Refuse(DocumentationPartLocation location, Members members, Members member, string? value, string name)
    {
        if (!string.IsNullOrWhiteSpace(value) && !members.HasFlag(member))
        {
            throw ApiException.BadRequest($"Invalid documentation part location: {name} is not valid for type {WireNames.Of(location.Type)}");
        }
    }

    private static string ValidatePath(string? path) =>
        string.IsNullOrWhiteSpace(path) ? "/"
        : path.StartsWith('/') ? path
        : throw ApiException.BadRequest($"Invalid documentation part location: path '{path}' must begin with /");

    private static string ValidateMethod(string? method) =>
        string.IsNullOrWhiteSpace(method) || method == _anyMethod ? _anyMethod : MethodRules.ValidateVerb(method.ToUpperInvariant());

    private static string ValidateStatusCode(string? statusCode) =>
        string.IsNullOrWhiteSpace(statusCode) || statusCode == _anyStatus ? _anyStatus
        : statusCode is [>= '1' and <= '5', >= '0' and <= '9', >= '0' and <= '9'] ? statusCode
        : throw Violation.NotMatching(statusCode, "createDocumentationPartInput.location.statusCode", @"^([1-5]\d\d|\*|\s*)$").ToException();
}
