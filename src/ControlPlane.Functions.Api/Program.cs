using Amazon.Lambda.APIGatewayEvents;
using Amazon.Lambda.AspNetCoreServer;
using Amazon.Lambda.Serialization.SystemTextJson;
using AWS.Lambda.Powertools.Logging;
using ControlPlane.Api;
using ControlPlane.Api.Identity;
using ControlPlane.Functions.Api;
using ControlPlane.Gateway;
using ControlPlane.Gateway.Snapshots;
using ControlPlane.Gateway.Testing;
using ControlPlane.Lambda.Functions;
using ControlPlane.Lambda.Invocations;
using ControlPlane.Storage.ClientCertificates;
using ControlPlane.Storage.DynamoDb;
using ControlPlane.Storage.Hosting;
using ControlPlane.Storage.Items;

var environment = FunctionEnvironment.Read(Environment.GetEnvironmentVariable);
Logger.AppendKey("environment", environment.Name);

var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.UseLevel(environment.LogLevel).AddPowertoolsLogger(powertools =>
{
    powertools.MinimumLogLevel = LogLevel.Trace;
    powertools.LoggerOutputCase = LoggerOutputCase.CamelCase;
});
builder.Services
    .AddSingleton(TimeProvider.System)
    .AddSingleton<IItemStore>(provider => DynamoDbItemStore.Create(
        new DynamoDbStoreOptions { Table = environment.Table, Region = environment.Region }, provider.GetRequiredService<TimeProvider>()))
    .AddSingleton<IConfigurationObserver, NoGateway>()
    .AddSingleton<ICallerAuthentication>(new IamCallerAuthentication(UserArn))
    .AddSingleton(provider => new StageCertificates(provider.GetRequiredService<ClientCertificateRepository>(), environment.KeyProtection))
    .AddSingleton<IStageSource, StoredStageSource>()
    .AddSingleton(new Lazy<ILambdaFunctions>(static () => LambdaClient.FromEnvironment().Functions, LazyThreadSafetyMode.PublicationOnly))
    .AddSingleton(new Lazy<ILambdaClient>(static () => LambdaClient.FromEnvironment(), LazyThreadSafetyMode.PublicationOnly))
    .AddSingleton<IGatewayTester>(provider => new FirstUseTester(new Lazy<IGatewayTester>(() => new Gateway(
        provider.GetRequiredService<IStageSource>(),
        LambdaClient.FromEnvironment(),
        new GatewayOptions { AccountId = environment.AccountId, StageLogLevel = environment.LogLevel },
        provider.GetRequiredService<ILoggerFactory>()))))
    .AddControlApi(new ControlApiOptions
    {
        AccountId = environment.AccountId,
        Region = environment.Region,
        StageLogLevel = environment.LogLevel,
        KeyProtection = environment.KeyProtection,

        // The function has 29 s for an answer.
        MaxWaitSeconds = 25,
    })
    .AddAWSLambdaHosting(LambdaEventSource.HttpApi, new SourceGeneratorLambdaJsonSerializer<LambdaJson>());

// Warms up the way of a request before a snapshot is taken (SnapStart); it names no caller and so is refused before anything is read.
builder.Services.AddAWSLambdaBeforeSnapshotRequest(new HttpRequestMessage(HttpMethod.Get, "/restapis"));

var app = builder.Build();
app.MapControlApi();
await app.RunAsync();

// The caller whom Lambda has authenticated (function URL with AWS_IAM); nothing a client sends can stand in for it.
static string? UserArn(HttpContext context) =>
    (context.Items[AbstractAspNetCoreFunction.LAMBDA_REQUEST_OBJECT] as APIGatewayHttpApiV2ProxyRequest)?.RequestContext?.Authorizer?.IAM?.UserARN;
