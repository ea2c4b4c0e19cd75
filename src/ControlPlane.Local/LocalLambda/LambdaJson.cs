using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ControlPlane.Local.LocalLambda.Accounts;
using ControlPlane.Local.LocalLambda.Aliases;
using ControlPlane.Local.LocalLambda.Functions;
using ControlPlane.Local.LocalLambda.Permissions;
using ControlPlane.Local.LocalLambda.Tags;
using ControlPlane.Local.LocalLambda.Versions;

namespace ControlPlane.Local.LocalLambda;

/// <summary>The JSON of the Lambda API (PascalCase, absent instead of null) and of the stored items, which share its shapes.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CreateFunctionRequest))]
[JsonSerializable(typeof(UpdateFunctionCodeRequest))]
[JsonSerializable(typeof(UpdateFunctionConfigurationRequest))]
[JsonSerializable(typeof(FunctionConfiguration))]
[JsonSerializable(typeof(GetFunctionResponse))]
[JsonSerializable(typeof(ListFunctionsResponse))]
[JsonSerializable(typeof(GetFunctionCodeSigningConfigResponse))]
[JsonSerializable(typeof(FunctionConcurrency))]
[JsonSerializable(typeof(PublishVersionRequest))]
[JsonSerializable(typeof(ListVersionsByFunctionResponse))]
[JsonSerializable(typeof(CreateAliasRequest))]
[JsonSerializable(typeof(UpdateAliasRequest))]
[JsonSerializable(typeof(AliasConfiguration))]
[JsonSerializable(typeof(ListAliasesResponse))]
[JsonSerializable(typeof(AddPermissionRequest))]
[JsonSerializable(typeof(AddPermissionResponse))]
[JsonSerializable(typeof(GetPolicyResponse))]
[JsonSerializable(typeof(TagResourceRequest))]
[JsonSerializable(typeof(ListTagsResponse))]
[JsonSerializable(typeof(GetAccountSettingsResponse))]
[JsonSerializable(typeof(FunctionRecord))]
[JsonSerializable(typeof(FunctionVersionRecord))]
[JsonSerializable(typeof(ResourcePolicy))]
internal sealed partial class LambdaJson : JsonSerializerContext
{
    /// <summary>For bodies: what clients print stays readable (quotes and <c>+</c> are not escaped as <c>\u</c>).</summary>
    public static LambdaJson Wire { get; } = new(new JsonSerializerOptions
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>For stored items.</summary>
    public static LambdaJson Stored => Default;
}
