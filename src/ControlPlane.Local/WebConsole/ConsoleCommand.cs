using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using Amazon.Runtime;
using Amazon.Runtime.Credentials;
using ControlPlane.Local.Identity;
using ControlPlane.WebConsole;

namespace ControlPlane.Local.WebConsole;

/// <summary>
/// <c>console --endpoint URL</c>: the browser console alone, on this machine, of a control API anywhere. It signs with the user's own AWS credentials, so it
/// listens on loopback addresses only.
/// </summary>
internal static class ConsoleCommand
{
    private static readonly Option<string> _endpoint = new("--endpoint") { Description = "Where the control API is: its function URL, or another host's address.", Required = true };

    private static readonly Option<string?> _region = new("--region") { Description = "The region that requests are signed for; without it AWS_REGION, the endpoint's own, or us-east-1." };

    private static readonly Option<string> _url = new("--console-url")
    {
        Description = "Where the console listens, on a loopback address.",
        DefaultValueFactory = _ => "http://127.0.0.1:4002",
    };

    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        var command = new Command("console", "Runs the browser console alone, for a control API on AWS or elsewhere; signs with your own AWS credentials.") { _endpoint, _region, _url };
        command.SetAction(static async (result, cancellationToken) =>
        {
            try
            {
                var endpoint = CommandLine.Address(result.GetValue(_endpoint)!, "--endpoint");
                var url = CommandLine.Address(result.GetValue(_url)!, "--console-url");
                if (!url.IsLoopback || url.Scheme != Uri.UriSchemeHttp)
                {
                    throw new UsageException($"--console-url needs a loopback http address, not '{url}': whoever reaches the console acts with your credentials.");
                }

                await RunAsync(endpoint, url, Region(result.GetValue(_region), endpoint), cancellationToken).ConfigureAwait(false);
                return 0;
            }
            catch (UsageException exception)
            {
                return await CommandLine.RefuseAsync(exception.Message).ConfigureAwait(false);
            }
        });
        return command;
    }

    private static async Task RunAsync(Uri endpoint, Uri url, string region, CancellationToken cancellationToken)
    {
        var credentials = Credentials(endpoint);
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.AddConsoleLogging(LogFormat.Json, LogLevel.Information);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(new IPEndPoint(IPAddress.TryParse(url.Host.Trim('[', ']'), out var address) ? address : IPAddress.Loopback, url.Port));
        });
        await using var app = builder.Build();
        await using var console = new ConsoleApplication(
            () => new ConsoleOptions { ControlApi = endpoint, LambdaService = Lambda(endpoint, region), Region = region, Credentials = credentials, Port = url.Port }, app.Services);
        app.UseLoopbackGuard();
        app.MapGet("/", static () => TypedResults.LocalRedirect(ConsoleOptions.Path));
        app.Map(ConsoleOptions.Path + "/{**path}", (RequestDelegate)console.InvokeAsync);
        try
        {
            await app.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            throw new UsageException($"--console-url {url} cannot be listened on: {exception.InnerException?.Message ?? exception.Message}. Stop what listens there, or choose another address.");
        }

        await Console.Out.WriteLineAsync($"Console      {app.Urls.First()}{ConsoleOptions.Path}\nControlPlane's console is ready. It shows {endpoint}").ConfigureAwait(false);
        await app.WaitForShutdownAsync(cancellationToken).ConfigureAwait(false);
    }

    // A host of this machine asks for no signature unless it has access keys.
    private static AWSCredentials? Credentials(Uri endpoint)
    {
        try
        {
            return DefaultAWSCredentialsIdentityResolver.GetCredentials();
        }
        catch (AmazonClientException) when (endpoint.IsLoopback)
        {
            return null;
        }
        catch (AmazonClientException exception)
        {
            throw new UsageException($"--endpoint {endpoint} needs AWS credentials: {exception.Message}");
        }
    }

    // A function URL says where it is: id.lambda-url.region.on.aws.
    private static string Region(string? region, Uri endpoint) =>
        region
        ?? (endpoint.Host.Split('.') is [_, "lambda-url", var own, "on", "aws"] ? own : null)
        ?? Environment.GetEnvironmentVariable("AWS_REGION")
        ?? Environment.GetEnvironmentVariable("AWS_DEFAULT_REGION")
        ?? "us-east-1";

    private static Uri Lambda(Uri endpoint, string region) =>
        endpoint.Host.EndsWith(".on.aws", StringComparison.OrdinalIgnoreCase) ? new Uri($"https://lambda.{region}.amazonaws.com") : endpoint;
}
