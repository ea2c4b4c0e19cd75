namespace ControlPlane.Conformance.Hosting;

/// <summary>An API with one GET method, brought in over the control API.</summary>
internal static class SampleApi
{
    /// <summary>An API whose root answers <c>{"n":"0"}</c>.</summary>
    public static async Task<string> CreateMockAsync(ControlClient control, string name)
    {
        var (id, method) = await CreateAsync(control, name);
        await control.PutAsync($"{method}/integration", """{"type":"MOCK","requestTemplates":{"application/json":"{\"statusCode\":200}"}}""");
        await control.PutAsync($"{method}/responses/200", "{}");
        await control.PutAsync($"{method}/integration/responses/200", """{"responseTemplates":{"application/json":"{\"n\":\"0\"}"}}""");
        return id;
    }

    /// <summary>An API whose root is a Lambda function's.</summary>
    /// <param name="control">The control API.</param>
    /// <param name="name">The API's name.</param>
    /// <param name="function">The function, with its qualifier.</param>
    public static async Task<string> CreateLambdaAsync(ControlClient control, string name, string function)
    {
        var (id, method) = await CreateAsync(control, name);
        await control.PutAsync(
            $"{method}/integration",
            $$"""{"type":"AWS_PROXY","httpMethod":"POST","uri":"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:{{function}}/invocations"}""");
        return id;
    }

    /// <summary>The path of the root's GET method.</summary>
    public static async Task<string> RootMethodAsync(ControlClient control, string apiId) =>
        $"/restapis/{apiId}/resources/{(string)(await control.GetAsync($"/restapis/{apiId}"))["rootResourceId"]!}/methods/GET";

    /// <summary>Deploys to a stage.</summary>
    /// <returns>The deployment's id.</returns>
    public static async Task<string> DeployAsync(ControlClient control, string apiId, string body) =>
        (string)(await control.PostAsync($"/restapis/{apiId}/deployments", body))["id"]!;

    private static async Task<(string Id, string Method)> CreateAsync(ControlClient control, string name)
    {
        var api = await control.PostAsync("/restapis", $$"""{"name":"{{name}}"}""");
        var id = (string)api["id"]!;
        var method = $"/restapis/{id}/resources/{(string)api["rootResourceId"]!}/methods/GET";
        await control.PutAsync(method, """{"authorizationType":"NONE"}""");
        return (id, method);
    }
}
