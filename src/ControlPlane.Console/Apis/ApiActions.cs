using ControlPlane.Client.Apis;
using ControlPlane.WebConsole.Actions;

namespace ControlPlane.WebConsole.Apis;

/// <summary>Creates, imports and deletes APIs.</summary>
internal static class ApiActions
{
    public static IReadOnlyDictionary<string, ConsoleAction> All { get; } = new Dictionary<string, ConsoleAction>
    {
        ["api.create"] = CreateAsync,
        ["api.import"] = ImportAsync,
        ["api.put"] = PutAsync,
        ["api.delete"] = DeleteAsync,
    };

    private static async Task<Done> CreateAsync(ActionCall call)
    {
        var api = await call.Client.CreateRestApiAsync(new NewRestApi(call.Text("name")) { Description = call.Optional("description") }, call.Cancelled).ConfigureAwait(false);
        return new Done("api-created", Links.Api(api.Id, "resources"));
    }

    private static async Task<Done> ImportAsync(ActionCall call)
    {
        var api = await call.Client.ImportRestApiAsync(await DocumentAsync(call).ConfigureAwait(false), call.Cancelled).ConfigureAwait(false);
        return new Done("api-imported", Links.Api(api.Id, "resources"));
    }

    private static async Task<Done> PutAsync(ActionCall call)
    {
        var document = await DocumentAsync(call).ConfigureAwait(false);
        await call.Client.PutRestApiAsync(call.Api, document, call.Text("mode") == "overwrite", call.Cancelled).ConfigureAwait(false);
        return new Done("api-imported", Links.Api(call.Api, "resources"));
    }

    private static async Task<Done> DeleteAsync(ActionCall call)
    {
        await call.Client.DeleteRestApiAsync(call.Api, call.Cancelled).ConfigureAwait(false);
        return new Done("api-deleted", Links.Apis);
    }

    private static async Task<ReadOnlyMemory<byte>> DocumentAsync(ActionCall call)
    {
        if (call.Form.Files.GetFile("document") is not { Length: > 0 } file)
        {
            throw new InputException("Choose a file: an OpenAPI 3.0 or Swagger 2.0 document, JSON or YAML.");
        }

        using var content = new MemoryStream();
        await file.CopyToAsync(content, call.Cancelled).ConfigureAwait(false);
        return content.ToArray();
    }
}
