namespace ControlPlane.Gateway.Mapping.Templates.Values;

/// <summary><c>$context</c>.</summary>
internal sealed class ContextVariable
{
    public static readonly ContextVariable Instance = new();

    /// <summary>A member: a value, a map of further members, or null.</summary>
    public static object? Find(Rendering rendering, string name) => name switch
    {
        "requestOverride" => rendering.Request.Overrides.Request,
        "responseOverride" => rendering.Request.Overrides.Response,
        "identity" => rendering.Identity,
        "authorizer" => NewAuthorizer(rendering),
        "requestTimeEpoch" => rendering.Request.ReceivedAt.ToUnixTimeMilliseconds(),
        "isCanaryRequest" => Flag(ContextVariables.Find(rendering.Request, name)),
        _ => ContextVariables.Find(rendering.Request, name),
    };

    /// <summary>All members that are set.</summary>
    public static VtlMap ToMap(Rendering rendering)
    {
        var map = new VtlMap();
        foreach (var name in ContextVariables.Names)
        {
            if (Find(rendering, name) is { } value)
            {
                map.Put(name, value);
            }
        }

        map.Put("identity", rendering.Identity);
        if (NewAuthorizer(rendering) is { } authorizer)
        {
            map.Put("authorizer", authorizer);
        }

        return map;
    }

    /// <summary>What an authorizer said of the caller, or null when none was asked.</summary>
    private static VtlMap? NewAuthorizer(Rendering rendering)
    {
        if (rendering.Request.Caller?.Verdict is not { } verdict)
        {
            return null;
        }

        var map = new VtlMap();
        foreach (var (name, value) in verdict.Context)
        {
            map.Put(name, value);
        }

        map.Put("principalId", verdict.PrincipalId);

        return map;
    }

    /// <summary>The members of <c>$context.identity</c>; those of callers that are not authenticated here are null.</summary>
    public static VtlMap NewIdentity(Rendering rendering)
    {
        var map = new VtlMap();
        foreach (var name in ContextVariables.IdentityNames)
        {
            map.Put(name[ContextVariables.IdentityPrefix.Length..], ContextVariables.Find(rendering.Request, name));
        }

        return map;
    }

    private static object? Flag(string? text) => text is null ? null : Boxed.Of(text == "true");
}
