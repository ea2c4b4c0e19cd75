using ControlPlane.Deployment.SamConfig;
using ControlPlane.Deployment.Templates;

namespace ControlPlane.Deployment;

/// <summary>samconfig.toml gives the template what it takes.</summary>
public sealed class SamConfigTests
{
    private static readonly Dictionary<string, object> _settings = TomlReader.Read(File.ReadAllText(Repository.At("samconfig.toml")));

    public static TheoryData<string> Environments => ["default", "dev", "test", "prod"];

    [Fact]
    public void Version_is_the_one_the_SAM_CLI_reads() => _settings["version"].ShouldBe(0.1);

    [Theory]
    [MemberData(nameof(Environments))]
    public void Environment_is_a_stack_of_its_own(string environment)
    {
        var deploy = Deploy(environment);

        deploy["stack_name"].ShouldBe($"controlplane-{environment}");
        deploy["s3_prefix"].ShouldBe(deploy["stack_name"]);
        deploy["resolve_s3"].ShouldBe(true);
        deploy["capabilities"].ShouldBe("CAPABILITY_IAM");
        Overrides(environment)["Environment"].ShouldBe(environment);
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public void Every_override_is_a_parameter_with_a_value_it_takes(string environment)
    {
        foreach (var (name, value) in Overrides(environment))
        {
            Template.Ours.Parameters.Keys.ShouldContain(name);
            Template.Ours.Parameters[name].Takes(value).ShouldBeTrue($"{name} does not take '{value}'");
        }
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public void Every_parameter_without_default_is_given(string environment)
    {
        var required = Template.Ours.Parameters.Where(static parameter => parameter.Value.Default is null).Select(static parameter => parameter.Key);

        required.Except(Overrides(environment).Keys).ShouldBeEmpty();
    }

    // A parameter that is not given keeps the stack's value: a release id once given would hide all later code.
    [Theory]
    [MemberData(nameof(Environments))]
    public void Release_id_is_given_as_empty(string environment) => Overrides(environment)["ReleaseId"].ShouldBe("");

    [Fact]
    public void Environments_decide_the_same_parameters()
    {
        foreach (var environment in new[] { "default", "test", "prod" })
        {
            Overrides(environment).Keys.ShouldBe(Overrides("dev").Keys);
        }
    }

    [Fact]
    public void Production_is_asked_about_and_protected()
    {
        Deploy("prod")["confirm_changeset"].ShouldBe(true);
        Overrides("prod")["DeletionProtection"].ShouldBe("true");
        Overrides("prod")["Waf"].ShouldBe("true");
        Deploy("prod")["region"].ShouldBe("us-east-1");
    }

    // The cache sees a function's own folder only, and builds side by side would write the same files of the shared projects.
    [Fact]
    public void Build_is_neither_cached_nor_parallel()
    {
        var build = Table(_settings, "default", "build", "parameters");
        build["cached"].ShouldBe(false);
        build["parallel"].ShouldBe(false);
    }

    [Fact]
    public void Every_default_is_a_value_its_parameter_takes()
    {
        foreach (var (name, parameter) in Template.Ours.Parameters.Where(static parameter => parameter.Value.Default is not null))
        {
            parameter.Takes(parameter.Default!).ShouldBeTrue(name);
        }
    }

    private static Dictionary<string, object> Deploy(string environment) => Table(_settings, environment, "deploy", "parameters");

    private static Dictionary<string, string> Overrides(string environment) => ((List<object>)Deploy(environment)["parameter_overrides"])
        .Cast<string>()
        .Select(static text => text.Split('=', 2))
        .ToDictionary(static pair => pair[0], static pair => pair[1] == "\"\"" ? "" : pair[1]);

    private static Dictionary<string, object> Table(Dictionary<string, object> table, params string[] path) =>
        path.Aggregate(table, static (at, key) => (Dictionary<string, object>)at[key]);
}
