using ControlPlane.Local.LocalLambda.Functions;
using ControlPlane.Local.LocalLambda.Wire;

namespace ControlPlane.Local.LocalLambda.Tags;

/// <summary>ListTags of a function.</summary>
internal sealed class ListTags(FunctionStore functions, LambdaAccount account) : ILambdaOperation
{
    public async Task HandleAsync(LambdaCall call)
    {
        var function = (await functions.GetAsync(TaggedFunction.Of(call, account), call.Aborted)).Value;
        await call.WriteAsync(StatusCodes.Status200OK, new ListTagsResponse(function.Tags), LambdaJson.Wire.ListTagsResponse);
    }
}

/// <summary>TagResource: adds tags, replacing those of the same key.</summary>
internal sealed class TagResource(FunctionStore functions, FunctionLocks locks, LambdaAccount account) : ILambdaOperation
{
    public async Task HandleAsync(LambdaCall call)
    {
        var reference = TaggedFunction.Of(call, account);
        var request = await call.ReadAsync(LambdaJson.Wire.TagResourceRequest);
        var violations = new ConstraintViolations();
        violations.Required(request.Tags, "tags");
        violations.ThrowIfAny();

        using var held = await locks.EnterAsync(reference.Name, call.Aborted);
        var function = await functions.GetAsync(reference, call.Aborted);
        var tags = new Dictionary<string, string>(function.Value.Tags);
        foreach (var (key, value) in request.Tags!)
        {
            tags[key] = value;
        }

        TagRules.Check(tags);
        await functions.ReplaceAsync(function, function.Value with { Tags = tags }, CancellationToken.None);
        await call.NoContentAsync();
    }
}

/// <summary>UntagResource: removes tags by key (<c>tagKeys</c>, repeated).</summary>
internal sealed class UntagResource(FunctionStore functions, FunctionLocks locks, LambdaAccount account) : ILambdaOperation
{
    public async Task HandleAsync(LambdaCall call)
    {
        var reference = TaggedFunction.Of(call, account);
        using var held = await locks.EnterAsync(reference.Name, call.Aborted);
        var function = await functions.GetAsync(reference, call.Aborted);
        var removed = call.Http.Request.Query["tagKeys"];
        var tags = function.Value.Tags.Where(t => !removed.Contains(t.Key)).ToDictionary();
        await functions.ReplaceAsync(function, function.Value with { Tags = tags }, CancellationToken.None);
        await call.NoContentAsync();
    }
}

/// <summary>The function a tagging path names.</summary>
internal static class TaggedFunction
{
    public static FunctionReference Of(LambdaCall call, LambdaAccount account)
    {
        var arn = call.Route("arn");
        return arn.StartsWith("arn:", StringComparison.Ordinal)
            ? FunctionReference.Parse(account, arn, null)
            : throw LambdaErrors.Validation($"1 validation error detected: Value '{arn}' at 'resource' failed to satisfy constraint: Member must be the ARN of a function");
    }
}
