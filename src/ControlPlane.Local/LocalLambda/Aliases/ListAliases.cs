using ControlPlane.Local.LocalLambda.Functions;
using ControlPlane.Local.LocalLambda.Wire;

namespace ControlPlane.Local.LocalLambda.Aliases;

/// <summary>ListAliases, of all versions or of one (also counting aliases that route to it by weight).</summary>
internal sealed class ListAliases(FunctionStore functions, AliasStore aliases, LambdaAccount account) : ILambdaOperation
{
    public async Task HandleAsync(LambdaCall call)
    {
        var page = ListPage.From(call);
        var function = (await functions.GetAsync(call.Function(account), call.Aborted)).Value;
        var found = await aliases.ListAsync(function, page.After, call.Aborted);
        var version = call.Query("FunctionVersion");
        var matching = string.IsNullOrEmpty(version) ? found : [.. found.Where(a => a.PointsTo(version))];
        var shown = matching.Take(page.MaxItems).ToList();
        var next = matching.Count > shown.Count ? ListPage.MarkerOf(shown[^1].Name) : null;
        await call.WriteAsync(StatusCodes.Status200OK, new ListAliasesResponse(shown, next), LambdaJson.Wire.ListAliasesResponse);
    }
}
