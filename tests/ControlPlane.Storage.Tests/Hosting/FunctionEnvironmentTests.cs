using ControlPlane.Domain.Stages;
using ControlPlane.Storage.Hosting;

namespace ControlPlane.Storage.Tests.Hosting;

public sealed class FunctionEnvironmentTests
{
    private readonly Dictionary<string, string?> _variables = new()
    {
        ["CONTROLPLANE_TABLE"] = "controlplane-prod",
        ["CONTROLPLANE_ACCOUNT"] = "123456789012",
        ["CONTROLPLANE_ENVIRONMENT"] = "prod",
        ["AWS_REGION"] = "eu-central-1",
    };

    [Fact]
    public void Reads_what_the_template_sets()
    {
        _variables["POWERTOOLS_LOG_LEVEL"] = "warning";
        _variables["AWS_ENDPOINT_URL_LAMBDA"] = "http://127.0.0.1:4000";

        Read().ShouldBe(new FunctionEnvironment
        {
            Table = "controlplane-prod",
            AccountId = "123456789012",
            Name = "prod",
            Region = "eu-central-1",
            LogLevel = StageLogLevel.Warning,
            LambdaUrl = new Uri("http://127.0.0.1:4000"),
        });
    }

    [Fact]
    public void Logs_requests_and_calls_the_service_of_the_region_unless_told_otherwise()
    {
        Read().LogLevel.ShouldBe(StageLogLevel.Info);
        Read().LambdaUrl.ShouldBeNull();
    }

    [Fact]
    public void Names_everything_that_is_missing_in_one_line()
    {
        _variables.Remove("CONTROLPLANE_TABLE");
        _variables["CONTROLPLANE_ACCOUNT"] = "";
        _variables.Remove("AWS_REGION");

        Should.Throw<InvalidOperationException>(Read).Message.ShouldBe(
            "The function's environment is wrong: CONTROLPLANE_TABLE is not set; CONTROLPLANE_ACCOUNT is not set; AWS_REGION is not set.");
    }

    [Theory]
    [InlineData("CONTROLPLANE_ACCOUNT", "12345678901", "CONTROLPLANE_ACCOUNT must be twelve digits")]
    [InlineData("CONTROLPLANE_ACCOUNT", "12345678901x", "CONTROLPLANE_ACCOUNT must be twelve digits")]
    [InlineData("POWERTOOLS_LOG_LEVEL", "Information", "POWERTOOLS_LOG_LEVEL must be one of DEBUG, INFO, WARNING, ERROR, CRITICAL")]
    [InlineData("AWS_ENDPOINT_URL_LAMBDA", "localhost:4000", "AWS_ENDPOINT_URL_LAMBDA must be an http or https address")]
    public void Says_what_a_variable_must_be(string name, string value, string problem)
    {
        _variables[name] = value;

        Should.Throw<InvalidOperationException>(Read).Message.ShouldBe($"The function's environment is wrong: {problem}.");
    }

    private FunctionEnvironment Read() => FunctionEnvironment.Read(name => _variables.GetValueOrDefault(name));
}
