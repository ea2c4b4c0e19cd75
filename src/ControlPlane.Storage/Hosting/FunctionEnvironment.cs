using ControlPlane.Domain.ClientCertificates;
using ControlPlane.Domain.Stages;

namespace ControlPlane.Storage.Hosting;

/// <summary>What the environment of a Lambda function says; the SAM template sets it.</summary>
public sealed record FunctionEnvironment
{
    private const string _tableVariable = "CONTROLPLANE_TABLE";
    private const string _accountVariable = "CONTROLPLANE_ACCOUNT";
    private const string _nameVariable = "CONTROLPLANE_ENVIRONMENT";
    private const string _certificateSecretVariable = "CONTROLPLANE_CERTIFICATE_SECRET";
    private const string _regionVariable = "AWS_REGION";
    private const string _levelVariable = "POWERTOOLS_LOG_LEVEL";

    /// <summary><c>CONTROLPLANE_TABLE</c>: the name of the DynamoDB table.</summary>
    public required string Table { get; init; }

    /// <summary><c>CONTROLPLANE_ACCOUNT</c>: the account, twelve digits.</summary>
    public required string AccountId { get; init; }

    /// <summary><c>CONTROLPLANE_ENVIRONMENT</c>: the environment's name, for example <c>prod</c>.</summary>
    public required string Name { get; init; }

    /// <summary><c>AWS_REGION</c>: the region, which Lambda sets.</summary>
    public required string Region { get; init; }

    /// <summary><c>POWERTOOLS_LOG_LEVEL</c>: from which level on the function's own log keeps records; INFO unless set.</summary>
    public StageLogLevel LogLevel { get; init; } = StageLogLevel.Info;

    /// <summary><c>CONTROLPLANE_CERTIFICATE_SECRET</c>: encrypts the private keys of client certificates and shared cached responses; null where there are none.</summary>
    public KeyProtection? KeyProtection { get; init; }

    /// <summary>Reads the environment.</summary>
    /// <param name="variable">Gives a variable, or null when it is not set.</param>
    /// <exception cref="InvalidOperationException">Variables are missing or wrong; the message names all of them in one line.</exception>
    public static FunctionEnvironment Read(Func<string, string?> variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        var problems = new List<string>();
        var read = new FunctionEnvironment
        {
            Table = Required(_tableVariable),
            AccountId = Required(_accountVariable),
            Name = Required(_nameVariable),
            Region = Required(_regionVariable),
            LogLevel = Level(variable(_levelVariable), problems),
            KeyProtection = Protection(variable(_certificateSecretVariable), problems),
        };
        if (read.AccountId.Length > 0 && (read.AccountId.Length != 12 || read.AccountId.AsSpan().ContainsAnyExceptInRange('0', '9')))
        {
            problems.Add($"{_accountVariable} must be twelve digits");
        }

        return problems.Count == 0 ? read : throw new InvalidOperationException($"The function's environment is wrong: {string.Join("; ", problems)}.");

        string Required(string name)
        {
            if (variable(name) is { Length: > 0 } value)
            {
                return value;
            }

            problems.Add($"{name} is not set");
            return "";
        }
    }

    private static KeyProtection? Protection(string? secret, List<string> problems)
    {
        if (string.IsNullOrEmpty(secret))
        {
            return null;
        }

        if (secret.Length < KeyProtection.MinSecretLength)
        {
            problems.Add($"{_certificateSecretVariable} must have at least {KeyProtection.MinSecretLength} characters");
            return null;
        }

        return new KeyProtection(secret);
    }

    private static StageLogLevel Level(string? name, List<string> problems)
    {
        if (string.IsNullOrEmpty(name))
        {
            return StageLogLevel.Info;
        }

        if (!StageLogLevels.TryParse(name, out var level))
        {
            problems.Add($"{_levelVariable} must be one of {StageLogLevels.Names}");
        }

        return level;
    }
}
