using System.CommandLine;
using System.Globalization;
using ControlPlane.Api;
using ControlPlane.Domain.Stages;
using ControlPlane.Local.WebConsole;

namespace ControlPlane.Local;

/// <summary>The options of the local host: parsed, checked, and refused in one line with exit code 2.</summary>
internal static class CommandLine
{
    /// <summary>The exit code of a bad option or an address that cannot be used.</summary>
    public const int UsageError = 2;

    private const string _otlpVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private static readonly LocalOptions _defaults = new();

    private static readonly Option<string> _controlUrl = new("--control-url")
    {
        Description = "Where the control API and the local Lambda service listen. An address that other machines reach needs --access-keys, and TLS in front of it.",
        DefaultValueFactory = _ => _defaults.ControlUrl.OriginalString,
    };

    private static readonly Option<string> _gatewayUrl = new("--gateway-url")
    {
        Description = "Where deployed stages are served, to whoever reaches it. An address that other machines reach needs --access-keys.",
        DefaultValueFactory = _ => _defaults.GatewayUrl.OriginalString,
    };

    private static readonly Option<string> _data = new("--data")
    {
        Description = "The folder that function code, and without a table the configuration, is kept in.",
        DefaultValueFactory = _ => _defaults.DataFolder,
    };

    private static readonly Option<string?> _lambdaUrl = new("--lambda-url")
    {
        Description = "Another Lambda service to invoke instead of the local one (AWS, sam local start-lambda).",
    };

    private static readonly Option<string?> _accessKeys = new("--access-keys")
    {
        Description = "A JSON file of access keys, [{\"accessKeyId\", \"secretAccessKey\", \"name\" or \"arn\", \"readOnly\"}]: every request to --control-url must then be signed with one of them (AWS Signature Version 4).",
    };

    private static readonly Option<string> _account = new("--account")
    {
        Description = "The account that ARNs and messages carry.",
        DefaultValueFactory = _ => _defaults.AccountId,
    };

    private static readonly Option<string> _region = new("--region")
    {
        Description = "The region that ARNs carry, and of the DynamoDB table (else AWS_REGION decides).",
        DefaultValueFactory = _ => _defaults.Region,
    };

    private static readonly Option<string[]> _quotas = new("--quota")
    {
        Description = "Another quota than API Gateway's, NAME=NUMBER; names: RestApis, StagesPerApi, ResourcesPerApi, DomainNames, ClientCertificates, ThrottleRate, ThrottleBurst.",
        DefaultValueFactory = _ => [],
    };

    private static readonly Option<string> _logFormat = new("--log-format")
    {
        Description = "json (one object per record) or text.",
        DefaultValueFactory = _ => "json",
    };

    private static readonly Option<string?> _logLevel = new("--log-level")
    {
        Description = $"From which level on records are kept: {StageLogLevels.Names}. Without it INFO, and WARNING for the requests of stages.",
    };

    private static readonly Option<string?> _otlpEndpoint = new("--otlp-endpoint")
    {
        Description = "An OpenTelemetry collector that gets the traces of stages and the gateway's metrics over OTLP/HTTP, such as http://127.0.0.1:4318. Without it OTEL_EXPORTER_OTLP_ENDPOINT decides.",
    };

    /// <summary>Parses the arguments and runs the host until it is told to stop.</summary>
    /// <returns>0 after a clean stop, <see cref="UsageError"/> when an option or an address cannot be used.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var command = new RootCommand("Runs ControlPlane on this machine: control API, gateway and a local Lambda service.")
        {
            _controlUrl, _gatewayUrl, _data, _lambdaUrl, _accessKeys, _account, _region, _quotas, _logFormat, _logLevel, _otlpEndpoint,
        };
        command.Subcommands.Add(ImportZappaCommand.Create());
        foreach (var option in StoreArguments.All)
        {
            command.Options.Add(option);
        }

        command.Subcommands.Add(ServiceModelCommand.Create());
        command.Subcommands.Add(ConsoleCommand.Create());
        var run = 0;
        command.SetAction(async (result, cancellationToken) =>
        {
            try
            {
                run = await LocalHost.RunAsync(Read(result), cancellationToken).ConfigureAwait(false);
            }
            catch (UsageException exception)
            {
                run = await RefuseAsync(exception.Message).ConfigureAwait(false);
            }
        });
        var parsed = command.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            return await RefuseAsync(parsed.Errors[0].Message).ConfigureAwait(false);
        }

        // The host itself hears SIGINT and SIGTERM.
        var invocation = new InvocationConfiguration { ProcessTerminationTimeout = null };
        var shown = await parsed.InvokeAsync(invocation).ConfigureAwait(false);
        return run != 0 ? run : shown;
    }

    /// <summary>An http or https address.</summary>
    /// <exception cref="UsageException">It is none.</exception>
    public static Uri Address(string text, string option) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : throw new UsageException($"{option} needs an address such as http://127.0.0.1:4000, not '{text}'.");

    /// <summary>Says in one line why nothing is done.</summary>
    /// <returns><see cref="UsageError"/>.</returns>
    public static async Task<int> RefuseAsync(string message)
    {
        await Console.Error.WriteLineAsync($"controlplane: {message.ReplaceLineEndings(" ")}").ConfigureAwait(false);
        return UsageError;
    }

    private static LocalOptions Read(ParseResult result) => new()
    {
        ControlUrl = ListenAddress(result.GetValue(_controlUrl)!, "--control-url", result),
        GatewayUrl = ListenAddress(result.GetValue(_gatewayUrl)!, "--gateway-url", result),
        DataFolder = result.GetValue(_data) is { Length: > 0 } folder ? Path.GetFullPath(folder) : throw new UsageException("--data needs a folder."),
        Table = StoreArguments.Table(result, result.GetResult(_region) is { Implicit: false } ? result.GetValue(_region) : null),
        CreatesTable = StoreArguments.CreatesTable(result),
        LambdaUrl = result.GetValue(_lambdaUrl) is { } lambda ? Address(lambda, "--lambda-url") : null,
        AccessKeys = result.GetValue(_accessKeys) switch
        {
            null => null,
            "" => throw new UsageException("--access-keys needs a file."),
            var file => Path.GetFullPath(file),
        },
        AccountId = result.GetValue(_account) is { Length: 12 } account && account.All(char.IsAsciiDigit)
            ? account
            : throw new UsageException("--account needs twelve digits."),
        Region = result.GetValue(_region) is { Length: > 0 } region && region.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
            ? region
            : throw new UsageException("--region needs a region name such as us-east-1."),
        Quotas = result.GetValue(_quotas)!.Aggregate(new Quotas(), WithQuota),
        LogLevel = result.GetValue(_logLevel) switch
        {
            null => null,
            var name when StageLogLevels.TryParse(name, out var level) => level,
            var other => throw new UsageException($"--log-level is one of {StageLogLevels.Names}, not '{other}'."),
        },
        OtlpEndpoint = (result.GetValue(_otlpEndpoint), Environment.GetEnvironmentVariable(_otlpVariable)) switch
        {
            ({ } given, _) => Address(given, "--otlp-endpoint"),
            (null, { Length: > 0 } set) => Address(set, _otlpVariable),
            _ => null,
        },
        LogFormat = result.GetValue(_logFormat) switch
        {
            "json" => LogFormat.Json,
            "text" => LogFormat.Text,
            var other => throw new UsageException($"--log-format is json or text, not '{other}'."),
        },
    };

    private static Uri ListenAddress(string text, string option, ParseResult result)
    {
        var address = Address(text, option);
        if (address.Scheme != Uri.UriSchemeHttp || address.AbsolutePath != "/" || address.Query.Length > 0)
        {
            throw new UsageException($"{option} needs a plain http address without a path, not '{text}'.");
        }

        if (address.IsLoopback)
        {
            return address;
        }

        // Without authentication whoever reaches the port rules the account.
        if (result.GetValue(_accessKeys) is null)
        {
            throw new UsageException($"{option} {text} is not a loopback address. Other addresses need callers to be known: give --access-keys FILE, or use 127.0.0.1, [::1] or localhost.");
        }

        return address.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6
            ? address
            : throw new UsageException($"{option} needs an IP address of this machine (0.0.0.0 for all), not '{address.Host}'.");
    }

    private static Quotas WithQuota(Quotas quotas, string text)
    {
        var parts = text.Split('=', 2);
        if (parts.Length != 2 || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < 1)
        {
            throw new UsageException($"--quota needs NAME=NUMBER with a number of at least 1, not '{text}'.");
        }

        return parts[0] switch
        {
            nameof(Quotas.RestApis) => quotas with { RestApis = number },
            nameof(Quotas.StagesPerApi) => quotas with { StagesPerApi = number },
            nameof(Quotas.ResourcesPerApi) => quotas with { ResourcesPerApi = number },
            nameof(Quotas.DomainNames) => quotas with { DomainNames = number },
            nameof(Quotas.ClientCertificates) => quotas with { ClientCertificates = number },
            nameof(Quotas.ThrottleRate) => quotas with { ThrottleRate = number },
            nameof(Quotas.ThrottleBurst) => quotas with { ThrottleBurst = number },
            _ => throw new UsageException($"--quota knows RestApis, StagesPerApi, ResourcesPerApi, DomainNames, ClientCertificates, ThrottleRate and ThrottleBurst, not '{parts[0]}'."),
        };
    }
}

/// <summary>The host cannot run as it was asked to; the message is one line for the caller.</summary>
/// <param name="message">What is wrong and what to do.</param>
internal sealed class UsageException(string message) : Exception(message);
