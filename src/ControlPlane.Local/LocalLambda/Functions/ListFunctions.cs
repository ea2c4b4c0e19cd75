using ControlPlane.Local.LocalLambda.Versions;
using ControlPlane.Local.LocalLambda.Wire;

namespace ControlPlane.Local.LocalLambda.Functions;

/// <summary>
/// ListFunctions, in name order. With <c>FunctionVersion=ALL</c> every function is followed by its versions; a page then ends
/// with a whole function, so it can be longer than MaxItems.
/// </summary>
internal sealed class ListFunctions(FunctionStore functions, VersionStore versions, LambdaAccount account) : ILambdaOperation
{
    public async Task HandleAsync(LambdaCall call)
    {
        var page = ListPage.From(call);
        var violations = new ConstraintViolations();
        violations.OneOf(call.Query("FunctionVersion"), "functionVersion", "ALL");
        violations.ThrowIfAny();
        var all = call.Query("FunctionVersion") == "ALL";

        // One more than fits tells whether another page follows.
        var found = await functions.ListAsync(page.After, page.MaxItems + 1, call.Aborted);
        var shown = new List<FunctionConfiguration>();
        var taken = 0;
        foreach (var function in found)
        {
            if (shown.Count >= page.MaxItems)
            {
                break;
            }

            taken++;
            shown.Add(all ? function.Configuration.At(account, FunctionReference.Latest) : function.Configuration);
            if (all)
            {
                shown.AddRange((await versions.ListAsync(function, null, null, call.Aborted)).Select(v => v.Configuration));
            }
        }

        var next = taken < found.Count ? ListPage.MarkerOf(found[taken - 1].Name) : null;
        await call.WriteAsync(StatusCodes.Status200OK, new ListFunctionsResponse(shown, next), LambdaJson.Wire.ListFunctionsResponse);
    }
}
