namespace ControlPlane.Domain.Comparing;

/// <summary>One member that differs between two states of a thing.</summary>
/// <param name="Path">The member as a patch path, for example <c>/variables/lambdaAlias</c>.</param>
/// <param name="Before">The value before, or null when it was not there.</param>
/// <param name="After">The value after, or null when it is gone.</param>
public sealed record MemberChange(string Path, string? Before, string? After);
