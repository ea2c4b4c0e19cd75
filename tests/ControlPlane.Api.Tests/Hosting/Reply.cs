using System.Text.Json.Nodes;

namespace ControlPlane.Api.Tests.Hosting;

/// <summary>An answer of the control API.</summary>
internal sealed record Reply(int Status, string Body, IReadOnlyDictionary<string, string> Headers)
{
    public JsonNode Json => JsonNode.Parse(Body)!;

    public string this[string member] => Json[member]!.ToString();

    public string? Header(string name) => Headers.GetValueOrDefault(name.ToLowerInvariant());

    /// <summary>The answer is exactly this JSON, members in any order.</summary>
    public Reply ShouldBe(int status, string json)
    {
        Status.ShouldBe(status, Body);
        if (!JsonNode.DeepEquals(Json, JsonNode.Parse(json)))
        {
            Json.ToJsonString().ShouldBe(JsonNode.Parse(json)!.ToJsonString());
        }

        return this;
    }

    /// <summary>The answer has no body.</summary>
    public Reply ShouldBeEmpty(int status)
    {
        (Status, Body).ShouldBe((status, ""));
        return this;
    }

    /// <summary>The answer is one of AWS's errors, whole.</summary>
    public Reply ShouldBeError(int status, string type, string message)
    {
        (Status, Header("x-amzn-ErrorType"), Body.Length > 0 ? Json["message"]!.ToString() : null).ShouldBe((status, type, message));
        Json.AsObject().Count.ShouldBe(1);
        return this;
    }

    public Reply ShouldBeBadRequest(string message) => ShouldBeError(400, "BadRequestException", message);

    public Reply ShouldBeNotFound(string message) => ShouldBeError(404, "NotFoundException", message);

    public Reply ShouldBeConflict(string message) => ShouldBeError(409, "ConflictException", message);

    public Reply ShouldSucceed()
    {
        Status.ShouldBeInRange(200, 299, Body);
        return this;
    }
}
