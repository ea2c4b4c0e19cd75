using System.Text.Json;
using ControlPlane.Gateway.Validation.Schemas;
using FsCheck;
using FsCheck.Fluent;

namespace ControlPlane.Gateway.Tests.Validation;

public sealed class SchemaProperties
{
    private static readonly Gen<string> Name = Gen.Elements("a", "b", "c", "\\u0061", "x-y");

    private static readonly Gen<string> Scalar = Gen.Elements(
        "null", "true", "false", "0", "-0.0", "1", "1.0", "1e400", "-1e-400", "123456789012345678901234567890", "\"\"", "\"a\"", "\"\\u0061\"", "\"\\ud83d\\ude00\"",
        "\"2024-01-01T00:00:00Z\"");

    private static readonly Gen<string> Keyword = Gen.Elements(
        "\"type\":\"object\"", "\"type\":[\"integer\",\"string\"]", "\"enum\":[1,\"a\",{\"a\":1}]", "\"minimum\":1", "\"maximum\":1e3,\"exclusiveMaximum\":true",
        "\"multipleOf\":0.5", "\"minLength\":1", "\"maxLength\":1", "\"pattern\":\"(a|a)*$\"", "\"format\":\"date-time\"", "\"minItems\":1", "\"uniqueItems\":true",
        "\"required\":[\"a\"]", "\"maxProperties\":1", "\"additionalProperties\":false", "\"dependencies\":{\"a\":[\"b\"]}");

    [Fact]
    public void Any_value_gets_a_verdict_and_a_reason()
    {
        var cases =
            from schema in Schema(3)
            from value in Value(4)
            select (Schema: schema, Value: value);

        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(2000),
            Prop.ForAll(cases.ToArbitrary(), sample =>
            {
                using var document = JsonDocument.Parse(sample.Value);
                var loud = Verdict(sample.Schema, document.RootElement, out var complaints);
                var doubled = Verdict("{\"not\":{\"not\":" + Inlined(sample.Schema) + "}}", document.RootElement, out _);
                return (loud == doubled && loud == (complaints == "[]") && complaints.Length < 10_000).Label($"{sample.Schema} of {sample.Value}: {complaints}");
            }));
    }

    private static bool? Verdict(string schema, JsonElement value, out string complaints)
    {
        var check = new SchemaCheck(value.GetRawText().Length);
        var fits = new SchemaCompiler(_ => schema).Compile("Model").Accepts(value, check);
        complaints = check.Complaints;
        return fits;
    }

    /// <summary>References to the root would mean another root.</summary>
    private static string Inlined(string schema) => schema.Replace("\"#\"", "\"#/not/not\"", StringComparison.Ordinal);

    private static Gen<string> Schema(int depth)
    {
        var leaf = from keywords in Keyword.ListOf(2) select $"{{{string.Join(',', keywords.Distinct().GroupBy(keyword => keyword.Split(':')[0]).Select(group => group.First()))}}}";
        if (depth == 0)
        {
            return leaf;
        }

        var below = Schema(depth - 1);
        return Gen.OneOf(
            leaf,
            from name in Name from schema in below select "{\"properties\":{\"" + name + "\":" + schema + ",\"next\":{\"$ref\":\"#\"}}}",
            from schema in below select "{\"items\":" + schema + "}",
            from schema in below select "{\"additionalProperties\":" + schema + ",\"patternProperties\":{\"^x\":{}}}",
            from kind in Gen.Elements("allOf", "anyOf", "oneOf") from one in below from other in below select $$"""{"{{kind}}":[{{one}},{{other}}]}""",
            from schema in below select "{\"not\":" + schema + "}");
    }

    private static Gen<string> Value(int depth) => depth == 0
        ? Scalar
        : Gen.OneOf(
            Scalar,
            from elements in Value(depth - 1).ListOf(3) select $"[{string.Join(',', elements)}]",
            from names in Gen.Elements("a", "b", "c", "x-y", "next", "\\u0061").ListOf(3)
            from values in Value(depth - 1).ListOf(3)
            select $"{{{string.Join(',', names.Zip(values, (name, value) => $"\"{name}\":{value}"))}}}");
}
