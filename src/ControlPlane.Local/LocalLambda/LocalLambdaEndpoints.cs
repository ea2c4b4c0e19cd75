using ControlPlane.Local.LocalLambda.Accounts;
using ControlPlane.Local.LocalLambda.Aliases;
using ControlPlane.Local.LocalLambda.Functions;
using ControlPlane.Local.LocalLambda.Invocation;
using ControlPlane.Local.LocalLambda.Permissions;
using ControlPlane.Local.LocalLambda.Tags;
using ControlPlane.Local.LocalLambda.Versions;
using ControlPlane.Local.LocalLambda.Wire;

namespace ControlPlane.Local.LocalLambda;

/// <summary>The route table of the local Lambda service.</summary>
public static class LocalLambdaEndpoints
{
    private const string Functions = "/2015-03-31/functions";
    private const string Function = Functions + "/{functionName}";

    /// <summary>API versions of Lambda whose other paths answer with an error of Lambda's shape.</summary>
    private static readonly string[] ApiVersions =
    [
        "2015-03-31", "2016-08-19", "2017-03-31", "2017-10-31", "2018-10-31", "2019-09-25", "2019-09-30", "2020-04-22", "2020-06-30",
        "2021-07-20", "2021-10-31", "2021-11-15",
    ];

    /// <summary>Maps the operations of the Lambda API on their own paths, which collide with none of API Gateway's.</summary>
    public static IEndpointRouteBuilder MapLocalLambda(this IEndpointRouteBuilder routes)
    {
        routes.Map<CreateFunction>(HttpMethods.Post, Functions);
        routes.Map<ListFunctions>(HttpMethods.Get, Functions);
        routes.Map<GetFunction>(HttpMethods.Get, Function);
        routes.Map<DeleteFunction>(HttpMethods.Delete, Function);
        routes.Map<UpdateFunctionCode>(HttpMethods.Put, Function + "/code");
        routes.Map<GetFunctionConfiguration>(HttpMethods.Get, Function + "/configuration");
        routes.Map<UpdateFunctionConfiguration>(HttpMethods.Put, Function + "/configuration");
        routes.Map<Invoke>(HttpMethods.Post, Function + "/invocations");
        routes.Map<CodeDownloads>(HttpMethods.Get, CodeDownloads.Path).AllowAnonymous();

        routes.Map<PublishVersion>(HttpMethods.Post, Function + "/versions");
        routes.Map<ListVersionsByFunction>(HttpMethods.Get, Function + "/versions");

        routes.Map<CreateAlias>(HttpMethods.Post, Function + "/aliases");
        routes.Map<ListAliases>(HttpMethods.Get, Function + "/aliases");
        routes.Map<GetAlias>(HttpMethods.Get, Function + "/aliases/{name}");
        routes.Map<UpdateAlias>(HttpMethods.Put, Function + "/aliases/{name}");
        routes.Map<DeleteAlias>(HttpMethods.Delete, Function + "/aliases/{name}");

        routes.Map<AddPermission>(HttpMethods.Post, Function + "/policy");
        routes.Map<GetPolicy>(HttpMethods.Get, Function + "/policy");
        routes.Map<RemovePermission>(HttpMethods.Delete, Function + "/policy/{statementId}");

        routes.Map<ListTags>(HttpMethods.Get, "/2017-03-31/tags/{arn}");
        routes.Map<TagResource>(HttpMethods.Post, "/2017-03-31/tags/{arn}");
        routes.Map<UntagResource>(HttpMethods.Delete, "/2017-03-31/tags/{arn}");

        routes.Map<PutFunctionConcurrency>(HttpMethods.Put, "/2017-10-31/functions/{functionName}/concurrency");
        routes.Map<DeleteFunctionConcurrency>(HttpMethods.Delete, "/2017-10-31/functions/{functionName}/concurrency");
        routes.Map<GetFunctionConcurrency>(HttpMethods.Get, "/2019-09-30/functions/{functionName}/concurrency");
        routes.Map<GetFunctionCodeSigningConfig>(HttpMethods.Get, "/2020-06-30/functions/{functionName}/code-signing-config");
        routes.Map<GetAccountSettings>(HttpMethods.Get, "/2016-08-19/account-settings");

        foreach (var version in ApiVersions)
        {
            routes.Map($"/{version}/{{**rest}}", RequestOf<UnknownOperation>(routes));
        }

        return routes;
    }

    private static IEndpointConventionBuilder Map<TOperation>(this IEndpointRouteBuilder routes, string method, string pattern)
        where TOperation : class, ILambdaOperation =>
        routes.MapMethods(pattern, [method], RequestOf<TOperation>(routes)).WithName($"lambda:{typeof(TOperation).Name}");

    private static RequestDelegate RequestOf<TOperation>(IEndpointRouteBuilder routes)
        where TOperation : class, ILambdaOperation
    {
        var operation = routes.ServiceProvider.GetRequiredService<TOperation>();
        var handler = routes.ServiceProvider.GetRequiredService<LambdaRequestHandler>();
        return http => handler.HandleAsync(http, operation);
    }
}
