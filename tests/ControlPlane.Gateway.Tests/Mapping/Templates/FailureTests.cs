using ControlPlane.Gateway.Mapping;

namespace ControlPlane.Gateway.Tests.Mapping.Templates;

public sealed class FailureTests
{
    [Theory]
    [InlineData("#if(true)x", 1, 1, "#if has no #end")]
    [InlineData("a\n  #foreach($i in [1])x", 2, 3, "#foreach has no #end")]
    [InlineData("#if(true)x#else y", 1, 1, "#if has no #end")]
    [InlineData("#macro(m)x", 1, 1, "#macro has no #end")]
    [InlineData("#define($d)x", 1, 1, "#define has no #end")]
    [InlineData("x #end", 1, 3, "#end has no directive that it belongs to")]
    [InlineData("#else", 1, 1, "#else has no directive that it belongs to")]
    [InlineData("#foreach($i in [1])#else#end", 1, 25, "#else stands in #foreach without #if")]
    [InlineData("#if(true)#else#else#end", 1, 20, "#else follows #else")]
    [InlineData("#if(true)#else#elseif(true)#end", 1, 22, "#elseif follows #else")]
    [InlineData("#set($x = )", 1, 11, "an expression is missing")]
    [InlineData("#set($x 1)", 1, 9, "'=' is missing")]
    [InlineData("#set(x = 1)", 1, 6, "a reference is missing")]
    [InlineData("#set $x = 1", 1, 6, "'(' is missing")]
    [InlineData("#set($x = 1", 1, 12, "')' is missing")]
    [InlineData("#set($x.get('a') = 1)", 1, 6, "nothing can be assigned to a method")]
    [InlineData("#set($x = foo)", 1, 11, "an expression is missing")]
    [InlineData("#set($x = 1 +)", 1, 14, "an expression is missing")]
    [InlineData("#set($x = 'open)", 1, 11, "the text has no closing quote")]
    [InlineData("#set($x = \"a #if(true)b\")", 1, 11, "#if has no #end")]
    [InlineData("#set($x = [1, 2)", 1, 16, "']' is missing")]
    [InlineData("#set($x = {'a' 1})", 1, 16, "':' is missing")]
    [InlineData("#if()x#end", 1, 5, "an expression is missing")]
    [InlineData("#if(true x#end", 1, 10, "')' is missing")]
    [InlineData("#foreach($i of [1])#end", 1, 15, "#foreach needs a variable and 'in'")]
    [InlineData("#foreach($i.a in [1])#end", 1, 15, "#foreach needs a variable and 'in'")]
    [InlineData("#macro()#end", 1, 1, "#macro needs a name")]
    [InlineData("line\nline ${x", 2, 6, "'}' is missing after a reference")]
    [InlineData("${x|'other'}", 1, 1, "'}' is missing after a reference")]
    [InlineData("$x.call('a'", 1, 12, "')' is missing")]
    [InlineData("#* never ends", 1, 1, "'*#' is missing")]
    [InlineData("#[[ never ends", 1, 1, "']]#' is missing")]
    [InlineData("#parse('other.vm')", 1, 1, "#parse is not available")]
    [InlineData("#include('other.txt')", 1, 1, "#include is not available")]
    [InlineData("#evaluate('$x')", 1, 1, "#evaluate is not available")]
    public void What_is_no_template_is_kept_with_its_reason_and_fails_when_it_is_rendered(string template, int line, int column, string reason)
    {
        var error = MappingTemplate.Parse(template).Error.ShouldNotBeNull();

        error.Reason.ShouldBe(reason);
        (error.Line, error.Column).ShouldBe((line, column));
        Rendered.Failure(template).ShouldBe(
            $"Execution failed due to configuration error: Unable to transform: the mapping template is not valid, line {line}, column {column}: {reason}");
    }

    [Theory]
    [InlineData("#set($s = 'abc')$s.substring(4)", "substring(4) is out of range")]
    [InlineData("#set($s = 'abc')$s.substring(2, 1)", "substring(1) is out of range")]
    [InlineData("#set($s = 'abc')$s.charAt(3)", "charAt(3) is out of range")]
    [InlineData("#set($l = [])$l.get(0)", "get(0) is out of range")]
    [InlineData("#set($l = [])#set($l[0] = 1)", "the list has no index 0")]
    [InlineData("#set($l = [1])$l.subList(0, 2)", "subList(2) is out of range")]
    [InlineData("#set($l = [])#set($i = $l.iterator())$i.next()", "the iterator has no next element")]
    [InlineData("#set($n = 0)$n.parseInt('x1')", "'x1' is no number")]
    [InlineData("#set($n = 1.5)$n.parseDouble('x')", "'x' is no number")]
    [InlineData("#set($s = 'abc')$s.replaceAll('(', '')", "'(' is no regular expression")]
    [InlineData("#set($s = 'abc')$s.replaceAll('b', '$1')", "'$1' names a group")]
    [InlineData("#set($s = 'abc')$s.matches('[a&&b]')", "combines character classes")]
    [InlineData("#set($s = 'abc')$s.matches('\\y')", "has an escape that is not supported: \\y")]
    [InlineData("#set($s = 'a')$s.format('%d', 'x')", "does not fit")]
    [InlineData("$util.parseJson('{')", "$util.parseJson got what is not JSON")]
    [InlineData("$util.urlDecode('%4')", "percent sign")]
    [InlineData("$util.base64Decode('*')", "no base64")]
    [InlineData("$input.json('$.a[')", "'$.a[' is no JSONPath")]
    [InlineData("$input.path('$.a[?(@.b ~ 1)]')", "is no JSONPath")]
    public void What_fails_in_java_fails_the_request(string template, string reason) => Rendered.Failure(template).ShouldContain(reason);

    [Fact]
    public void A_body_with_text_that_is_no_unicode_is_500() =>
        Rendered.Failure("$input.path('$').a.b", "{\"\\ud800\":1,\"a\":{}}").ShouldContain("no Unicode");

    [Fact]
    public void A_null_template_is_an_empty_one() => MappingTemplate.Parse(null).Error.ShouldBeNull();
}
