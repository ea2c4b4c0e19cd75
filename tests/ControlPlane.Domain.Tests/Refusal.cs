using ControlPlane.Domain.Errors;

namespace ControlPlane.Domain.Tests;

/// <summary>Asserts refusals with their whole messages.</summary>
internal static class Refusal
{
    public static void ShouldBeBadRequest(Action action, string message) => ShouldBe(action, ErrorType.BadRequestException, message);

    public static void ShouldBe(Action action, ErrorType type, string message)
    {
        var refusal = Should.Throw<ApiException>(action);
        (refusal.Type, refusal.Message).ShouldBe((type, message));
    }
}
