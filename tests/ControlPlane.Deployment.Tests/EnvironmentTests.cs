using System.Text.RegularExpressions;
using ControlPlane.Deployment.Templates;
using ControlPlane.Domain.Stages;
using ControlPlane.Storage.Hosting;

namespace ControlPlane.Deployment;

/// <summary>The variables that the template sets are those that the code reads.</summary>
public sealed class EnvironmentTests
{
    // Read by Powertools itself.
    private const string ServiceName = "POWERTOOLS_SERVICE_NAME";

    public static TheoryData<string> Functions => [.. Template.Ours.Functions.Keys];

    public static TheoryData<string> LogLevels => [.. Template.Ours.Parameters["LogLevel"].AllowedValues];

    [Theory]
    [MemberData(nameof(Functions))]
    public void Every_variable_is_read(string id)
    {
        var code = Repository.Code("src");
        foreach (var name in Template.Ours.Functions[id].Variables.Keys.Where(static name => name != ServiceName))
        {
            code.ShouldContain($"\"{name}\"");
        }
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void Every_variable_of_ours_that_the_code_reads_is_set(string id)
    {
        var read = Regex.Matches(Repository.Code("src"), "\"(CONTROLPLANE_[A-Z_]+)\"").Select(static match => match.Groups[1].Value).Distinct();

        read.ShouldNotBeEmpty();
        read.Except(Template.Ours.Functions[id].Variables.Keys).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void Function_starts_with_what_the_template_gives(string id)
    {
        var variables = Template.Ours.Functions[id].Variables;

        var environment = FunctionEnvironment.Read(name => name == "AWS_REGION" ? "us-east-1" : variables.TryGetValue(name, out var value) ? Given(value.Value!) : null);

        environment.Table.ShouldBe("the table");
        environment.AccountId.ShouldBe("123456789012");
        environment.Name.ShouldBe("prod");
        environment.KeyProtection.ShouldNotBeNull();
        environment.LogLevel.ShouldBe(StageLogLevel.Warning);
    }

    [Theory]
    [MemberData(nameof(LogLevels))]
    public void Every_level_of_the_parameter_is_one_of_the_code(string level) => StageLogLevels.TryParse(level, out _).ShouldBeTrue();

    private static string Given(string reference) => reference switch
    {
        "Table" => "the table",
        "AWS::AccountId" => "123456789012",
        "Environment" => "prod",
        "CertificateSecret" => new string('s', 32),
        "LogLevel" => "WARNING",
        _ => reference,
    };
}
