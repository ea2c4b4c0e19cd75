using ControlPlane.Gateway.Mapping;
using ControlPlane.Gateway.Responses;
using FsCheck;
using FsCheck.Fluent;

namespace ControlPlane.Gateway.Tests.Mapping.Templates;

public sealed class TemplateProperties
{
    private static readonly string[] Fragments =
    [
        "#set(", "#if(", "#elseif(", "#else", "#end", "#{end}", "#foreach(", "#break", "#stop", "#macro(m ", "#m(", "#define(", "#parse(", "##", "#*", "*#",
        "#[[", "]]#", "$", "$!", "${", "}", "$a", "$b", "$a.b", "$input", ".body", ".json(", ".path(", ".params(", "$context", ".requestOverride", ".header",
        ".responseOverride", ".status", ".identity", "$stageVariables", "$util", ".escapeJavaScript(", ".parseJson(", ".urlDecode(", ".base64Decode(",
        "'$.pets[?(@.id > 1)]'", "'$..*'", "'$'", "\"", "\"\"", "'", "''", "(", ")", "[", "]", "{", ",", ":", "..", " in ", " = ", " == ", " != ", " < ", " >= ",
        " && ", " || ", "!", " and ", " not ", " + ", " - ", " * ", " / ", " % ", "-", "0", "1", "42", "-1", "2147483647", "9999999999", "1.5", "1e400", "true",
        "false", "null", "abc", "é", "\ud83d", " ", "\n", "\t", "\\", "\\\\", ".length()", ".substring(", ".replaceAll(", ".split(", ".matches(", ".charAt(",
        ".format(", "'%5d'", "'(a|b)*'", "'['", ".get(", ".put(", ".add(", ".addAll(", ".remove(", ".subList(", ".keySet()", ".entrySet()", ".iterator()", ".size()",
        ".toString()", ".equals(", ".parseInt(", ".valueOf(", ".hashCode()", ".next()", "$foreach", ".count", ".parent", "[1..3]", "[1, 'a', $a]", "{'k': $b}",
    ];

    /// <summary>Whole statements, so that evaluation is reached often.</summary>
    private static readonly string[] Statements =
    [
        "#set($a = ", "#set($b = $a)", "#set($a.b = $b)", "#set($a[0] = 1)", "#foreach($a in $input.path('$.pets'))", "#foreach($b in [1..3])", "#if($a == $b)",
        "#end", ")", "$a", "$b", "$a.put('x', $a)", "$a.add($b)", "[$a, $b]", "{'a': $a}", "$a.substring(1, 3)", "$a.replaceAll($b, $a)", "$a.split('')", "$a + $b",
        "$a * $a", "\"$a$b\"", "'text'", "7", "$input.path('$')", "$input.json($a)", "$a.addAll($a)", "$util.parseJson($a)", "$util.urlEncode($a)",
        "#set($context.responseOverride.status = $a)", "#set($context.requestOverride.header.X = $a)", "$a.get($b)", "$a.remove($b)", "$a.format('%s%d', $b)",
    ];

    [Fact]
    public void Arbitrary_text_renders_or_fails_as_defined() =>
        Holds(ArbMap.Default.GeneratorFor<string>().Where(text => text is not null), 2000);

    [Fact]
    public void Text_of_fragments_renders_or_fails_as_defined() => Holds(TextOf(Fragments), 5000);

    [Fact]
    public void Text_of_statements_renders_or_fails_as_defined() => Holds(TextOf(Statements), 5000);

    [Fact]
    public void Text_without_signs_renders_as_it_is()
    {
        var plain =
            from parts in Gen.Elements("a", "Z", "0", " ", "\n", "{", "}", "\"", "'", "[", "]", ":", ",", ".", "é", "😀", "<", "&").ListOf()
            select string.Concat(parts);

        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(1000),
            Prop.ForAll(plain.ToArbitrary(), text => Rendered.Text(text) == text.Trim()));
    }

    [Fact]
    public void Literal_blocks_render_as_they_are()
    {
        var blocks = TextOf(Fragments).Select(text => text.Replace("]]#", "", StringComparison.Ordinal).Replace("\ud83d", "", StringComparison.Ordinal).TrimEnd(']'));

        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(1000),
            Prop.ForAll(blocks.ToArbitrary(), text => Rendered.Text($"#[[{text}]]#") == text));
    }

    private static Gen<string> TextOf(string[] fragments) =>
        from size in Gen.Choose(0, 40)
        from parts in Gen.Elements(fragments).ListOf(size)
        select string.Concat(parts);

    private static void Holds(Gen<string> templates, int count) => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(count),
        Prop.ForAll(templates.ToArbitrary(), template =>
        {
            var parsed = MappingTemplate.Parse(template);
            try
            {
                Rendered.Text(template);
                return parsed.Error is null;
            }
            catch (GatewayFailure failure)
            {
                return failure.Message.Contains("Unable to transform", StringComparison.Ordinal) || failure.Error.Status == 400;
            }
        }));
}
