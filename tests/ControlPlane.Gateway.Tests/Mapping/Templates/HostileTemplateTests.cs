using ControlPlane.Gateway.Mapping;

namespace ControlPlane.Gateway.Tests.Mapping.Templates;

/// <summary>Templates that want the gateway's time, memory or stack.</summary>
public sealed class HostileTemplateTests
{
    [Theory]
    [InlineData("#if(true)", "#end")]
    [InlineData("#foreach($i in [1])", "#end")]
    [InlineData("#define($d)", "#end")]
    [InlineData("#if(false)#elseif(", "")]
    [InlineData("#set($x = (", "")]
    [InlineData("#set($x = [", "")]
    [InlineData("#set($x = {'a': ", "")]
    [InlineData("#set($x = ((", "))")]
    [InlineData("$a[$a", "]")]
    [InlineData("$a.b($a", ")")]
    [InlineData("${a[${a", "}]}")]
    public void Deep_nesting_is_no_template(string opening, string closing) =>
        MappingTemplate.Parse(Repeat(opening, 10_000) + Repeat(closing, 10_000)).Error.ShouldNotBeNull();

    [Theory]
    [InlineData("(")]
    [InlineData("[")]
    [InlineData("!")]
    [InlineData("not ")]
    [InlineData("- ")]
    [InlineData("{1:")]
    [InlineData("$a.b(")]
    [InlineData("$a[")]
    public void Deeply_nested_expressions_are_no_template(string opening) =>
        MappingTemplate.Parse("#set($x = " + Repeat(opening, 10_000) + "1").Error.ShouldNotBeNull();

    [Theory]
    [InlineData(" + 1", "30001")]
    [InlineData(" * 1", "1")]
    [InlineData(" && true", "true")]
    [InlineData(" || true", "true")]
    [InlineData(" == 1", "false")]
    public void Long_chains_of_operators_do_not_nest(string link, string expected) =>
        Rendered.Text($"#set($x = 1{Repeat(link, 30_000)})$x").ShouldBe(expected);

    [Fact]
    public void A_long_path_of_properties_does_not_nest() => Rendered.Text("[$x" + Repeat(".a", 100_000) + "]").ShouldBe("[]");

    [Theory]
    [InlineData("#set($s = 'x')#foreach($i in [1..100])#set($s = $s + $s)#end")]
    [InlineData("#set($s = 'x')#foreach($i in [1..100])#set($s = \"$s$s\")#end")]
    [InlineData("#set($s = 'x')#foreach($i in [1..100])#set($s = $s.concat($s))#end")]
    [InlineData("#set($s = 'xx')#foreach($i in [1..100])#set($s = $s.replace('x', $s))#end")]
    [InlineData("#set($s = 'xx')#foreach($i in [1..100])#set($s = $s.replaceAll('x', $s))#end")]
    [InlineData("#set($s = '\"')#foreach($i in [1..100])#set($s = $util.escapeJavaScript($s))#end")]
    [InlineData("#set($s = 'é')#foreach($i in [1..100])#set($s = $util.urlEncode(\"$s$s\"))#end")]
    [InlineData("#set($s = 'x')#foreach($i in [1..100])#set($s = $util.base64Encode(\"$s$s\"))#end")]
    [InlineData("#set($l = [1])#foreach($i in [1..100])#set($x = $l.addAll($l))#end")]
    [InlineData("#set($l = [1])#foreach($i in [1..100])#set($l = [$l, $l])#end$l")]
    [InlineData("#set($l = [1])#foreach($i in [1..40])#set($l = [$l, $l])#end#set($m = [1])#foreach($i in [1..40])#set($m = [$m, $m])#end#if($l == $m)x#end")]
    [InlineData("#set($m = {})#foreach($i in [1..100])#set($m = {'a': $m, 'b': $m})#end$m")]
    [InlineData("#set($n = 2)#foreach($i in [1..100])#set($n = $n * $n)#end")]
    [InlineData("#set($s = 'x')#foreach($i in [1..25])#set($s = \"$s$s\")#end#foreach($i in [1..1000])$s#end")]
    [InlineData("#foreach($a in [1..1000])#foreach($b in [1..1000])#foreach($c in [1..1000])#foreach($d in [1..1000])$d#end#end#end#end")]
    [InlineData("#foreach($a in [1..1000])#foreach($b in [1..1000])#foreach($c in [1..1000])#end#end#end")]
    [InlineData("#set($r = [1..2000000000])")]
    [InlineData("#set($r = [2147483647..-2147483648])$r")]
    [InlineData("#foreach($i in [1..1000])#foreach($j in [1..1000])#set($r = [1..10000])#end#end")]
    [InlineData("#foreach($i in [1..1000])#foreach($j in [1..1000])$input.path('$..*')#end#end")]
    [InlineData("#foreach($i in [1..1000])#foreach($j in [1..1000])#set($x = $input.path('$').pets)#end#end")]
    [InlineData("#foreach($i in [1..1000])#foreach($j in [1..1000])#set($x = $j.toString().matches(\"a$i$j\"))#end#end")]
    [InlineData("#macro(m)#m()#end#m()")]
    [InlineData("#macro(a)#b()#end#macro(b)#a()#a()#end#a()")]
    [InlineData("#macro(m $x)#if(true)#if(true)#m(\"$x$x\")#end#end#end#m('x')")]
    [InlineData("#define($d)$d$d#end$d")]
    [InlineData("#define($d)x#end#set($m = {})#set($m.self = $m)$m")]
    [InlineData("#set($l = [])#set($x = $l.add($l))$l")]
    [InlineData("#set($l = [])#set($x = $l.add($l))#set($k = [])#set($x = $k.add($k))#if($l == $k)x#end")]
    [InlineData("#set($l = $input.path('$.tags'))#set($x = $l.add($l))$l")]
    [InlineData("#set($m = {})#set($m.self = $m)#set($s = $m.toString())")]
    public void Greedy_templates_fail(string template) => Rendered.Failure(template);

    [Theory]
    [InlineData("(x+x+)+y")]
    [InlineData("(x|xx)*(?=y)z")]
    [InlineData("^(x+)*\\1$(?!y)z")]
    [InlineData("(.*)*\\1\\1\\1y")]
    public void Slow_regular_expressions_fail_or_end(string pattern)
    {
        var template = $"#set($s = '{new string('x', 5000)}')#foreach($i in [1..1000])#set($r = $s.matches('{pattern}'))#end";

        try
        {
            Rendered.Text(template);
        }
        catch (ControlPlane.Gateway.Responses.GatewayFailure failure)
        {
            failure.Message.ShouldContain("too long");
        }
    }

    [Fact]
    public void Slow_regular_expressions_in_filters_fail_or_end()
    {
        var input = "[" + string.Join(',', Enumerable.Repeat($"\"{new string('x', 300)}\"", 1000)) + "]";

        try
        {
            Rendered.Text("$input.path('$[?(@ =~ /(x|xx)*(?=y)z/)]').size()", input).ShouldBe("0");
        }
        catch (ControlPlane.Gateway.Responses.GatewayFailure failure)
        {
            failure.Message.ShouldContain("too long");
        }
    }

    [Fact]
    public void Looking_far_into_a_large_body_again_and_again_fails()
    {
        var input = "[" + string.Join(',', Enumerable.Repeat("[1]", 100_000)) + "]";

        Rendered.Failure("#foreach($i in [1..1000])$input.path('$[-1]')#end", input).ShouldContain("too long");
    }

    [Fact]
    public void The_longest_template_renders() => Rendered.Text(new string('x', 300 * 1024)).Length.ShouldBe(300 * 1024);

    [Fact]
    public void A_longer_one_is_none() => MappingTemplate.Parse(new string('x', (300 * 1024) + 1)).Error.ShouldNotBeNull();

    [Theory]
    [InlineData("#")]
    [InlineData("$")]
    [InlineData("\\")]
    [InlineData("$a[")]
    [InlineData("#macro(")]
    [InlineData("#macro(a")]
    [InlineData("#set($a = \"$a")]
    [InlineData("\"")]
    [InlineData("#if(\"\"\"\"")]
    [InlineData("#[[")]
    [InlineData("#set($a = \"#if\")")]
    [InlineData("${")]
    public void Repeated_fragments_parse_in_time_that_grows_with_them(string fragment) =>
        MappingTemplate.Parse(Repeat(fragment, 300 * 1024 / fragment.Length)).ShouldNotBeNull();

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));
}
