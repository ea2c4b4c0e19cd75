using ControlPlane.Client.Stages;
using ControlPlane.WebConsole.Actions;

namespace ControlPlane.WebConsole.Stages;

/// <summary>Saves a stage's settings: only what was changed, all or nothing, as a form shows both what it was and what it is to be.</summary>
internal static class SettingActions
{
    // The form's fields and where they lead; a field without its box is a text, one with it says true or false.
    private static readonly (string Field, string Path, bool IsFlag)[] _fields =
    [
        ("description", "/description", false),
        ("cacheClusterEnabled", "/cacheClusterEnabled", true),
        ("cacheClusterSize", "/cacheClusterSize", false),
        ("tracingEnabled", "/tracingEnabled", true),
        ("clientCertificateId", "/clientCertificateId", false),
        ("documentationVersion", "/documentationVersion", false),
        ("accessLogDestination", "/accessLogSettings/destinationArn", false),
        ("accessLogFormat", "/accessLogSettings/format", false),
        ("metrics", "/{key}/metrics/enabled", true),
        ("loggingLevel", "/{key}/logging/loglevel", false),
        ("dataTrace", "/{key}/logging/dataTrace", true),
        ("rateLimit", "/{key}/throttling/rateLimit", false),
        ("burstLimit", "/{key}/throttling/burstLimit", false),
        ("caching", "/{key}/caching/enabled", true),
        ("cacheTtl", "/{key}/caching/ttlInSeconds", false),
        ("cacheEncrypted", "/{key}/caching/dataEncrypted", true),
        ("cacheAuthorization", "/{key}/caching/requireAuthorizationForCacheControl", true),
        ("cacheUnauthorized", "/{key}/caching/unauthorizedCacheControlHeaderStrategy", false),
    ];

    public static IReadOnlyDictionary<string, ConsoleAction> All { get; } = new Dictionary<string, ConsoleAction>
    {
        ["settings.save"] = SaveAsync,
        ["settings.remove"] = RemoveAsync,
    };

    /// <summary>The patch path of a method's settings: the resource's slashes are escaped.</summary>
    public static string KeyOf(string resourcePath, string verb) => $"{PatchOperation.Escape(resourcePath)}/{verb}";

    private static async Task<Done> SaveAsync(ActionCall call)
    {
        var key = call.Text("key");
        var operations = new List<PatchOperation>();
        foreach (var (field, path, isFlag) in _fields)
        {
            if (!call.Flag($"was:{field}"))
            {
                continue;
            }

            var value = isFlag ? (call.Flag(field) ? "true" : "false") : call.Text(field);
            if (value != call.Text($"was:{field}"))
            {
                operations.Add(PatchOperation.Replace(path.Replace("{key}", key, StringComparison.Ordinal), value));
            }
        }

        // A log that goes nowhere is no log.
        if (operations.Any(operation => operation is { Path: "/accessLogSettings/destinationArn", Value: "" }))
        {
            operations.RemoveAll(operation => operation.Path.StartsWith("/accessLogSettings", StringComparison.Ordinal));
            operations.Add(PatchOperation.Remove("/accessLogSettings"));
        }

        return await UpdateAsync(call, operations).ConfigureAwait(false);
    }

    private static Task<Done> RemoveAsync(ActionCall call) => UpdateAsync(call, [PatchOperation.Remove($"/{call.Text("key")}")]);

    private static async Task<Done> UpdateAsync(ActionCall call, List<PatchOperation> operations)
    {
        if (operations.Count == 0)
        {
            return new Done("unchanged");
        }

        await call.Client.UpdateStageAsync(call.Api, call.Stage, operations, call.ETag, call.Cancelled).ConfigureAwait(false);
        return new Done("settings-saved");
    }
}
