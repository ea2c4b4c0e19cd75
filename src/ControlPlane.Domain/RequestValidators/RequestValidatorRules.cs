using ControlPlane.Domain.Errors;

namespace ControlPlane.Domain.RequestValidators;

/// <summary>What request validators must keep to.</summary>
public static class RequestValidatorRules
{
    private const int _maxNameLength = 128;

    /// <summary>The 404 of a validator that is not there.</summary>
    public static ApiException Unknown() => ApiException.NotFound("Invalid Request Validator identifier specified");

    /// <summary>Checks a validator before it is stored.</summary>
    /// <returns>The validator.</returns>
    /// <exception cref="ApiException">400 with API Gateway's message.</exception>
    public static RequestValidator Validate(RequestValidator validator)
    {
        if (validator.Name is not null && string.IsNullOrWhiteSpace(validator.Name))
        {
            throw ApiException.BadRequest("Request Validator name cannot be blank");
        }

        return validator.Name is { Length: > _maxNameLength }
            ? throw ApiException.BadRequest($"Request Validator name cannot have more than {_maxNameLength} characters")
            : validator;
    }
}
