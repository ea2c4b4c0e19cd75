using ControlPlane.Client.Functions;
using ControlPlane.Client.Wire;

namespace ControlPlane.Client;

/// <content>The functions behind the API, read from the Lambda service.</content>
public sealed partial class ControlPlaneClient
{
    private const string _functions = "2015-03-31/functions";

    /// <summary>Whether there is a Lambda service to read from.</summary>
    public bool ReadsFunctions => _lambda is not null;

    /// <summary>ListFunctions: a page at a time.</summary>
    /// <exception cref="InvalidOperationException">The client has no Lambda service.</exception>
    public async Task<Page<LambdaFunction>> GetFunctionsAsync(string? position = null, int limit = 50, CancellationToken cancellationToken = default)
    {
        var marker = position is null ? "" : $"&Marker={Segment(position)}";
        var answer = await Lambda.SendAsync(new WireRequest(HttpMethod.Get, $"{_functions}/?MaxItems={limit}{marker}"), cancellationToken).ConfigureAwait(false);
        var page = answer.Read(LambdaJson.Default.FunctionPage);
        return new Page<LambdaFunction> { Item = page.Functions, Position = page.NextMarker };
    }

    /// <summary>ListAliases of a function.</summary>
    /// <exception cref="InvalidOperationException">The client has no Lambda service.</exception>
    public async Task<IReadOnlyList<LambdaAlias>> GetAliasesAsync(string functionName, CancellationToken cancellationToken = default) =>
        (await Lambda.SendAsync(new WireRequest(HttpMethod.Get, $"{_functions}/{Segment(functionName)}/aliases"), cancellationToken).ConfigureAwait(false))
        .Read(LambdaJson.Default.AliasPage).Aliases;

    private ControlPlaneConnection Lambda => _lambda ?? throw new InvalidOperationException("This client has no Lambda service to ask.");
}
