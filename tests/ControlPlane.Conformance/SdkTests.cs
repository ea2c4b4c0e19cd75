using ControlPlane.Conformance.Hosting;

namespace ControlPlane.Conformance;

/// <summary>The AWS SDK for JavaScript, unchanged but for its endpoint. Each script holds several tests and reports them itself.</summary>
public abstract class SdkTests(RunningHost running)
{
    [Fact]
    public Task Releases_with_canaries() => RunAsync("canary.mjs");

    [Fact]
    public Task Keeps_clients_in_the_canary_and_mirrors() => RunAsync("splitting.mjs");

    [Fact]
    public Task Puts_stages_on_aliases() => RunAsync("aliases.mjs");

    [Fact]
    public Task Speaks_every_operation_of_the_control_api() => RunAsync("control.mjs");

    [Fact]
    public Task Speaks_the_Lambda_service() => RunAsync("functions.mjs");

    [Fact]
    public Task Integrates_HTTP_and_mock_backends() => RunAsync("backends.mjs");

    [Fact]
    public Task Lets_callers_in() => RunAsync("access.mjs");

    private Task RunAsync(string script) => NodeScript.RunAsync(running.Process, script);
}

public sealed class SdkTestsOnSqlite(SqliteHost host) : SdkTests(host), IClassFixture<SqliteHost>;

public sealed class SdkTestsOnDynamoDb(DynamoDbHost host) : SdkTests(host), IClassFixture<DynamoDbHost>;
