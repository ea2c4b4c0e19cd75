using System.Text;
using System.Text.Json;
using ControlPlane.Api.OpenApi.Documents;
using ControlPlane.Api.OpenApi.Import;
using ControlPlane.Domain.Errors;

namespace ControlPlane.Api.Tests.OpenApi;

public class DocumentReaderTests
{
    [Theory]
    [InlineData("a: yes", """{"a":"yes"}""")]
    [InlineData("a: No", """{"a":"No"}""")]
    [InlineData("a: true", """{"a":true}""")]
    [InlineData("a: 'true'", """{"a":"true"}""")]
    [InlineData("a: ~", """{"a":null}""")]
    [InlineData("a:", """{"a":null}""")]
    [InlineData("a: \"200\"", """{"a":"200"}""")]
    [InlineData("200: 200", """{"200":200}""")]
    [InlineData("a: 1.0", """{"a":1.0}""")]
    [InlineData("a: -1.50e+3", """{"a":-1.50e+3}""")]
    [InlineData("a: +7", """{"a":7}""")]
    [InlineData("a: .5", """{"a":0.5}""")]
    [InlineData("a: 0x1F", """{"a":31}""")]
    [InlineData("a: 0o17", """{"a":15}""")]
    [InlineData("a: 012345678901", """{"a":"012345678901"}""")]
    [InlineData("a: 2012-10-17", """{"a":"2012-10-17"}""")]
    [InlineData("a: 1_000", """{"a":"1_000"}""")]
    [InlineData("a: .inf", """{"a":".inf"}""")]
    [InlineData("a:\n-", """{"a":[null]}""")]
    [InlineData("a: !!str 200", """{"a":"200"}""")]
    [InlineData("z: 1\na: 2\nm: 3", """{"z":1,"a":2,"m":3}""")]
    [InlineData("a: |\n  x\n  y\n", """{"a":"x\ny\n"}""")]
    [InlineData("b: &x {k: 1, l: 2}\nc: {l: 3, <<: *x, m: 4}", """{"b":{"k":1,"l":2},"c":{"l":3,"k":1,"m":4}}""")]
    [InlineData("b: [&x {k: 1}, &y {k: 2, l: 2}]\nc: {<<: [*x, *y]}", """{"b":[{"k":1},{"k":2,"l":2}],"c":{"k":1,"l":2}}""")]
    [InlineData("b: &x 1\nc: *x\nd: &x 2\ne: *x", """{"b":1,"c":1,"d":2,"e":2}""")]
    [InlineData("\uFEFFa: 1", """{"a":1}""")]
    public void Yaml_is_read_as_the_JSON_it_stands_for(string yaml, string json) => Read(yaml).GetRawText().ShouldBe(json);

    [Theory]
    [InlineData("", "The document is empty.")]
    [InlineData(" \n# nothing\n", "The document is empty.")]
    [InlineData("- 1", "The document is not an object.")]
    [InlineData("text", "The document is not an object.")]
    [InlineData("{\"a\": 1,\n \"b\": }", "The document is neither valid JSON nor YAML (line 2).")]
    [InlineData("{\"a\": 1, \"a\": 2}", "The document is neither valid JSON nor YAML.")]
    [InlineData("a: 1\nb: 2\na: 3", "The key 'a' is there twice (line 3, column 4).")]
    [InlineData("a: [1", "The document is not valid YAML: ")]
    [InlineData("a: *nowhere", "There is no anchor nowhere (line 1, column 4).")]
    [InlineData("a: !Sub x", "The tag !Sub is not supported (line 1, column 4).")]
    [InlineData("? [1]\n: 2", "A key is not a text (line 1, column 3).")]
    [InlineData("a: 1\n---\nb: 2", "There is more than one document (line 2, column 1).")]
    [InlineData("a: {<<: 1}", "Only objects can be merged (line 1, column 9).")]
    [InlineData("a: &x [*x]", "The document is more than 100 levels deep (line 1, column 8).")]
    public void What_is_no_document_is_refused_with_its_place(string text, string message) =>
        Should.Throw<DocumentException>(() => Read(text)).Message.ShouldStartWith(message);

    [Fact]
    public void Aliases_that_stand_for_too_much_are_refused()
    {
        var bomb = new StringBuilder("a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
        for (var i = 1; i < 12; i++)
        {
            bomb.AppendLine($"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]");
        }

        Should.Throw<DocumentException>(() => Read(bomb.ToString())).Message.ShouldStartWith("The document's aliases stand for too much");
    }

    [Theory]
    [InlineData('[', "[", "]")]
    [InlineData('{', "{\"a\":", "}")]
    public void Depth_is_bounded_in_both(char kind, string open, string close)
    {
        var json = $$"""{"k":{{string.Concat(Enumerable.Repeat(open, 5000))}}1{{string.Concat(Enumerable.Repeat(close, 5000))}}}""";
        Should.Throw<DocumentException>(() => Read(json));
        Should.Throw<DocumentException>(() => Read("# " + kind + "\n" + json)).Message.ShouldStartWith("The document is more than 100 levels deep");
    }

    [Fact]
    public void Too_large_and_not_UTF8_are_refused()
    {
        Should.Throw<DocumentException>(() => DocumentReader.Read(new byte[DocumentReader.MaxBytes + 1])).Message.ShouldContain("6291456 bytes");
        Should.Throw<DocumentException>(() => DocumentReader.Read(new byte[] { (byte)'a', (byte)':', 0xC3, 0x28 })).Message.ShouldBe("The document is not UTF-8.");
        Should.Throw<DocumentException>(() => Read("""{"a":"\ud800"}"""));
    }

    [Theory]
    [InlineData(SampleDocuments.PetsYaml)]
    [InlineData(SampleDocuments.OrdersJson)]
    public void Damaged_documents_are_read_or_refused_and_nothing_else(string document)
    {
        var random = new Random(7);
        var bytes = Encoding.UTF8.GetBytes(document);
        const string damage = "{}[]:,&*!|>'\"%@`#-? \n\t\\0<";
        for (var i = 0; i < 1000; i++)
        {
            var damaged = (byte[])bytes.Clone();
            for (var hits = random.Next(1, 4); hits > 0; hits--)
            {
                damaged[random.Next(damaged.Length)] = (byte)damage[random.Next(damage.Length)];
            }

            Import(damaged.AsMemory(0, random.Next(4) == 0 ? random.Next(1, damaged.Length) : damaged.Length));
        }

        Import("%YAML 99999999999.1\n---\na: 1"u8.ToArray());
        Import("%TAG ! tag:x,\n---\na: !<tag:yaml.org,2002:int> x"u8.ToArray());
        Import("a: \"\\UFFFFFFFF\""u8.ToArray());

        static void Import(ReadOnlyMemory<byte> bytes)
        {
            try
            {
                DefinitionReader.Read(bytes, "abcdefghij", new ImportOptions(), new ImportProblems());
            }
            catch (ApiException)
            {
                // Refused.
            }
        }
    }

    [Fact]
    public void Places_are_JSON_pointers()
    {
        var node = DocumentReader.Read("""{"paths":{"/a~b/{c}":{"get":[1,{"x":2}]}}}"""u8.ToArray());

        node.Find("paths")!.Find("/a~b/{c}")!.Find("get")!.Elements().Last().Find("x")!.Place.ShouldBe("#/paths/~1a~0b~1{c}/get/1/x");
    }

    private static JsonElement Read(string text) => DocumentReader.Read(Encoding.UTF8.GetBytes(text)).Value;
}
