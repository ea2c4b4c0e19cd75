using System.Text.Json;
using ControlPlane.Gateway.Validation.Schemas;

namespace ControlPlane.Gateway.Tests.Validation;

public sealed class SchemaTests
{
    [Theory]
    [InlineData("""{"type":"string"}""", "\"x\"", "1", """instance type (integer) does not match any allowed primitive type (allowed: ["string"])""")]
    [InlineData("""{"type":"integer"}""", "1", "1.0", """instance type (number) does not match any allowed primitive type (allowed: ["integer"])""")]
    [InlineData("""{"type":"integer"}""", "-7", "1e3", """instance type (number) does not match any allowed primitive type (allowed: ["integer"])""")]
    [InlineData("""{"type":"number"}""", "1", "\"1\"", """instance type (string) does not match any allowed primitive type (allowed: ["integer","number"])""")]
    [InlineData("""{"type":["null","boolean"]}""", "null", "{}", """instance type (object) does not match any allowed primitive type (allowed: ["boolean","null"])""")]
    [InlineData("""{"type":"boolean"}""", "false", "null", """instance type (null) does not match any allowed primitive type (allowed: ["boolean"])""")]
    [InlineData("""{"type":"array"}""", "[]", "{}", """instance type (object) does not match any allowed primitive type (allowed: ["array"])""")]
    [InlineData("""{"type":"object"}""", "{}", "[]", """instance type (array) does not match any allowed primitive type (allowed: ["object"])""")]
    [InlineData("""{"enum":["a",1,{"b":[2]}]}""", """{"b":[2.0]}""", "\"b\"", """instance value ("b") not found in enum (possible values: ["a",1,{"b":[2]}])""")]
    [InlineData("""{"minimum":5}""", "5", "4.9", "numeric instance is lower than the required minimum (minimum: 5, found: 4.9)")]
    [InlineData("""{"minimum":5,"exclusiveMinimum":true}""", "5.01", "5.00", "numeric instance is not strictly greater than the required minimum 5")]
    [InlineData("""{"maximum":-5}""", "-5", "-4", "numeric instance is greater than the required maximum (maximum: -5, found: -4)")]
    [InlineData("""{"maximum":5,"exclusiveMaximum":true}""", "4", "0.5e1", "numeric instance is not strictly lower than the required maximum 5")]
    [InlineData("""{"maximum":1e400}""", "1e400", "1.1e400", "numeric instance is greater than the required maximum (maximum: 1e400, found: 1.1e400)")]
    [InlineData("""{"maximum":9007199254740992}""", "9007199254740992", "9007199254740993", "numeric instance is greater than the required maximum (maximum: 9007199254740992, found: 9007199254740993)")]
    [InlineData("""{"minimum":1e-400}""", "2e-400", "0", "numeric instance is lower than the required minimum (minimum: 1e-400, found: 0)")]
    [InlineData("""{"multipleOf":0.01}""", "19.99", "19.999", "remainder of division is not zero (19.999 / 0.01)")]
    [InlineData("""{"multipleOf":3}""", "3e400", "1e400", "remainder of division is not zero (1e400 / 3)")]
    [InlineData("""{"multipleOf":7}""", "123456789012345678901234567890", "123456789012345678901234567891", "remainder of division is not zero (123456789012345678901234567891 / 7)")]
    [InlineData("""{"minLength":2}""", "\"ab\"", "\"\uD83D\uDE00\"", "string \"\uD83D\uDE00\" is too short (length: 1, required minimum: 2)")]
    [InlineData("""{"maxLength":2}""", "\"\uD83D\uDE00a\"", "\"abc\"", "string \"abc\" is too long (length: 3, maximum allowed: 2)")]
    [InlineData("""{"pattern":"^[a-z]+$"}""", "\"abc\"", "\"aBc\"", "ECMA 262 regex \"^[a-z]+$\" does not match input string \"aBc\"")]
    [InlineData("""{"pattern":"b"}""", "\"abc\"", "\"ac\"", "ECMA 262 regex \"b\" does not match input string \"ac\"")]
    [InlineData("""{"items":{"type":"string"}}""", """["a"]""", """["a",1]""", """instance type (integer) does not match any allowed primitive type (allowed: ["string"])""")]
    [InlineData("""{"items":[{"type":"string"}],"additionalItems":{"type":"integer"}}""", """["a",1]""", """["a","b"]""", """instance type (string) does not match any allowed primitive type (allowed: ["integer"])""")]
    [InlineData("""{"items":[{"type":"string"}],"additionalItems":false}""", """["a"]""", """["a",1]""", "array is too long: must have at most 1 elements but instance has 2 elements")]
    [InlineData("""{"minItems":1}""", "[0]", "[]", "array is too short: must have at least 1 elements but instance has 0 elements")]
    [InlineData("""{"maxItems":1}""", "[0]", "[0,0]", "array is too long: must have at most 1 elements but instance has 2 elements")]
    [InlineData("""{"uniqueItems":true}""", """[1,"1",[1],{"a":1},{"a":2}]""", """[{"a":1,"b":2},{"b":2.0,"a":1}]""", "array must not contain duplicate elements")]
    [InlineData("""{"required":["a","b"]}""", """{"a":1,"b":null}""", """{"c":1}""", """object has missing required properties (["a","b"])""")]
    [InlineData("""{"properties":{"a":{"type":"string"}}}""", """{"b":1}""", """{"a":1}""", """instance type (integer) does not match any allowed primitive type (allowed: ["string"])""")]
    [InlineData("""{"properties":{"a":{}},"additionalProperties":false}""", """{"a":1}""", """{"a":1,"b":2,"c":3}""", """object instance has properties which are not allowed by the schema: ["b","c"]""")]
    [InlineData("""{"properties":{"a":{}},"additionalProperties":{"type":"string"}}""", """{"a":1,"b":"x"}""", """{"b":1}""", """instance type (integer) does not match any allowed primitive type (allowed: ["string"])""")]
    [InlineData("""{"patternProperties":{"^x-":{"type":"string"}},"additionalProperties":false}""", """{"x-a":"1"}""", """{"y":1}""", """object instance has properties which are not allowed by the schema: ["y"]""")]
    [InlineData("""{"minProperties":1}""", """{"a":1}""", "{}", "object has too few properties (found 0 but schema requires at least 1)")]
    [InlineData("""{"maxProperties":1}""", """{"a":1}""", """{"a":1,"b":1}""", "object has too many properties (found 2 but schema requires at most 1)")]
    [InlineData("""{"dependencies":{"a":["b"]}}""", """{"b":1}""", """{"a":1}""", """property "a" of object has missing property dependencies (schema requires ["b"]; missing: ["b"])""")]
    [InlineData("""{"dependencies":{"a":{"required":["b"]}}}""", """{"a":1,"b":1}""", """{"a":1}""", """object has missing required properties (["b"])""")]
    [InlineData("""{"allOf":[{"minimum":1},{"maximum":2}]}""", "1", "3", "instance failed to match all required schemas (matched only 1 out of 2)")]
    [InlineData("""{"anyOf":[{"type":"string"},{"minimum":2}]}""", "2", "1", "instance failed to match at least one required schema among 2")]
    [InlineData("""{"oneOf":[{"multipleOf":2},{"multipleOf":3}]}""", "4", "6", "instance failed to match exactly one schema (matched 2 out of 2)")]
    [InlineData("""{"not":{"type":"null"}}""", "1", "null", "instance matched a schema which it should not have")]
    [InlineData("""{"definitions":{"n":{"minimum":1}},"items":{"$ref":"#/definitions/n"}}""", "[1]", "[0]", "numeric instance is lower than the required minimum (minimum: 1, found: 0)")]
    [InlineData("""{"items":[{"minimum":1},{"$ref":"#/items/0"}]}""", "[1,1]", "[1,0]", "numeric instance is lower than the required minimum (minimum: 1, found: 0)")]
    [InlineData("""{"properties":{"next":{"$ref":"#"},"n":{"type":"integer"}}}""", """{"next":{"next":{"n":1}}}""", """{"next":{"next":{"n":true}}}""", """instance type (boolean) does not match any allowed primitive type (allowed: ["integer"])""")]
    [InlineData("""{"definitions":{"a/b~c":{"type":"null"}},"$ref":"#/definitions/a~1b~0c","type":"string"}""", "null", "1", """instance type (integer) does not match any allowed primitive type (allowed: ["null"])""")]
    public void Each_keyword_passes_fails_and_says_why(string schema, string good, string bad, string complaint)
    {
        Check(schema, good).ShouldBe("[]");
        Check(schema, bad).ShouldBe($"[{complaint}]");
    }

    [Theory]
    [InlineData("date-time", "2024-02-29T23:59:60Z", "2023-02-29T00:00:00Z")]
    [InlineData("date-time", "2024-01-01t00:00:00.123456+05:30", "2024-01-01 00:00:00Z")]
    [InlineData("date-time", "2024-01-01T00:00:00-00:00", "2024-01-01T00:00:00")]
    [InlineData("date-time", "2024-01-01T00:00:00.1z", "2024-01-01T00:00:00.Z")]
    [InlineData("date", "2024-02-29", "2024-2-29")]
    [InlineData("email", "joe.doe+x@mail.example.com", "joe.example.com")]
    [InlineData("email", "a@[127.0.0.1]", "a b@example.com")]
    [InlineData("hostname", "www.example.com", "-a.example.com")]
    [InlineData("hostname", "a", "a..b")]
    [InlineData("ipv4", "255.0.10.1", "256.0.0.1")]
    [InlineData("ipv4", "0.0.0.0", "1.2.3")]
    [InlineData("ipv6", "2001:db8::1", "2001:db8::g")]
    [InlineData("ipv6", "::ffff:1.2.3.4", "fe80::1%eth0")]
    [InlineData("uri", "https://example.com/a?b#c", "/relative")]
    [InlineData("uri", "urn:isbn:1", "http://a b")]
    [InlineData("uuid", "123e4567-e89b-12d3-a456-426614174000", "123e4567e89b12d3a456426614174000")]
    public void Each_format_passes_and_fails(string format, string good, string bad)
    {
        var schema = $$"""{"format":"{{format}}"}""";
        Check(schema, $"\"{good}\"").ShouldBe("[]");
        Check(schema, $"\"{bad}\"").ShouldBe($"[string \"{bad}\" is not a valid {format}]");
        Check(schema, "1").ShouldBe("[]");
    }

    [Theory]
    [InlineData("""{"format":"int32"}""")]
    [InlineData("""{"title":1,"description":[],"default":{},"example":"x","$schema":"y"}""")]
    [InlineData("{}")]
    [InlineData("""{"minLength":3,"minItems":3,"minProperties":3,"required":["a"],"pattern":"x"}""")]
    public void Keywords_say_nothing_of_other_types_or_are_for_people(string schema) => Check(schema, "7").ShouldBe("[]");

    [Fact]
    public void Several_complaints_come_together_but_not_without_end()
    {
        Check("""{"required":["a"],"minProperties":2,"properties":{"b":{"type":"string"}}}""", """{"b":1}""").ShouldBe(
            """[object has too few properties (found 1 but schema requires at least 2), object has missing required properties (["a"]), instance type (integer) does not match any allowed primitive type (allowed: ["string"])]""");
        Check("""{"items":{"type":"null"}}""", $"[{string.Join(',', Enumerable.Repeat(1, 1000))}]").Split("instance type").Length.ShouldBe(SchemaCheck.MaxComplaints + 1);
    }

    [Fact]
    public void Models_refer_to_each_other()
    {
        var models = new Dictionary<string, string>
        {
            ["Order"] = """{"properties":{"pet":{"$ref":"https://apigateway.amazonaws.com/restapis/abc/models/Pet"}},"required":["pet"]}""",
            ["Pet"] = """{"properties":{"name":{"$ref":"#/definitions/name"},"order":{"$ref":"https://apigateway.amazonaws.com/restapis/abc/models/Order"}},"definitions":{"name":{"type":"string"}}}""",
        };

        Check("Order", models, """{"pet":{"name":"x","order":{"pet":{}}}}""").ShouldBe("[]");
        Check("Order", models, """{"pet":{"name":1,"order":{}}}""").ShouldBe(
            """[instance type (integer) does not match any allowed primitive type (allowed: ["string"]), object has missing required properties (["pet"])]""");
    }

    [Theory]
    [InlineData("1")]
    [InlineData("{")]
    [InlineData("""{"type":{}}""")]
    [InlineData("""{"type":[1]}""")]
    [InlineData("""{"properties":[]}""")]
    [InlineData("""{"properties":{"a":1}}""")]
    [InlineData("""{"required":"a"}""")]
    [InlineData("""{"minLength":"a"}""")]
    [InlineData("""{"minLength":1.5}""")]
    [InlineData("""{"pattern":"("}""")]
    [InlineData("""{"$ref":"#/definitions/gone"}""")]
    [InlineData("""{"$ref":"http://example.com/schema"}""")]
    [InlineData("""{"$ref":"https://apigateway.amazonaws.com/restapis/abc/models/Gone"}""")]
    [InlineData("""{"$ref":"#x"}""")]
    [InlineData("""{"enum":1}""")]
    [InlineData("""{"allOf":{}}""")]
    [InlineData("""{"properties":{"\ud800":{}}}""")]
    public void What_is_no_schema_is_told(string schema) =>
        Should.Throw<SchemaFault>(() => new SchemaCompiler(name => name == "Model" ? schema : null).Compile("Model"));

    [Theory]
    [InlineData("""{"$ref":"#"}""", "1")]
    [InlineData("""{"allOf":[{"$ref":"#"}]}""", "1")]
    [InlineData("""{"definitions":{"a":{"$ref":"#/definitions/b"},"b":{"$ref":"#/definitions/a"}},"$ref":"#/definitions/a"}""", "1")]
    public void Endless_references_are_cut(string schema, string value) =>
        Should.Throw<SchemaLimitException>(() => Check(schema, value)).Message.ShouldBe("the schema refers to itself without end, or nests too deep");

    [Fact]
    public void Work_is_bounded()
    {
        // Every level of the value doubles the ways to try.
        const string Schema = """{"anyOf":[{"items":{"$ref":"#"},"maxItems":0},{"items":{"$ref":"#"},"maxItems":0}],"type":"array"}""";
        var value = $"{new string('[', 60)}{new string(']', 60)}";

        Should.Throw<SchemaLimitException>(() => Check(Schema, value)).Message.ShouldBe("the validation takes too long");
    }

    [Fact]
    public void Long_numbers_and_many_elements_are_taken()
    {
        var digits = new string('7', 100_000);
        Check("""{"multipleOf":7,"minimum":1}""", digits).ShouldBe("[]");
        Check("""{"items":{"type":"integer","minimum":0},"uniqueItems":true}""", $"[{string.Join(',', Enumerable.Range(0, 50_000))}]").ShouldBe("[]");
    }

    private static string Check(string schema, string value) => Check("Model", new Dictionary<string, string> { ["Model"] = schema }, value);

    private static string Check(string model, Dictionary<string, string> models, string value)
    {
        var compiled = new SchemaCompiler(models.GetValueOrDefault).Compile(model);
        using var document = JsonDocument.Parse(value);
        var check = new SchemaCheck(value.Length);
        compiled.Accepts(document.RootElement, check).ShouldBe(check.Complaints == "[]");
        return check.Complaints;
    }
}
