using ControlPlane.Local.LocalLambda.Functions;
using ControlPlane.Local.LocalLambda.Wire;

namespace ControlPlane.Local.LocalLambda.Versions;

/// <summary>ListVersionsByFunction: <c>$LATEST</c> first, then versions by number.</summary>
internal sealed class ListVersionsByFunction(FunctionStore functions, VersionStore versions, LambdaAccount account) : ILambdaOperation
{
    public async Task HandleAsync(LambdaCall call)
    {
        var page = ListPage.From(call);
        var function = (await functions.GetAsync(call.Function(account), call.Aborted)).Value;
        var shown = new List<FunctionConfiguration>();
        if (page.After is null)
        {
            shown.Add(function.Configuration.At(account, FunctionReference.Latest));
        }

        // One more than fits tells whether another page follows.
        var after = page.After is null ? null : VersionStore.TryNumber(page.After);
        var found = await versions.ListAsync(function, after, page.MaxItems + 1, call.Aborted);
        shown.AddRange(found.Select(v => v.Configuration));
        string? next = null;
        if (shown.Count > page.MaxItems)
        {
            shown.RemoveRange(page.MaxItems, shown.Count - page.MaxItems);
            next = ListPage.MarkerOf(shown[^1].Version);
        }

        await call.WriteAsync(StatusCodes.Status200OK, new ListVersionsByFunctionResponse(shown, next), LambdaJson.Wire.ListVersionsByFunctionResponse);
    }
}
