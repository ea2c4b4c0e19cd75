using ControlPlane.Conformance.Hosting;

namespace ControlPlane.Conformance;

/// <summary>Models, request validators, gateway responses and CORS, by the AWS SDK for JavaScript.</summary>
public abstract class ValidationTests(RunningHost running)
{
    [Fact]
    public Task Validates_requests_and_words_its_answers() => NodeScript.RunAsync(running.Process, "validation.mjs");
}

public sealed class ValidationTestsOnSqlite(SqliteHost host) : ValidationTests(host), IClassFixture<SqliteHost>;

public sealed class ValidationTestsOnDynamoDb(DynamoDbHost host) : ValidationTests(host), IClassFixture<DynamoDbHost>;
