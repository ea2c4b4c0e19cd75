using ControlPlane.Gateway.Mapping;
using ControlPlane.Gateway.Snapshots;
using ControlPlane.Gateway.Tests.Doubles;

namespace ControlPlane.Gateway.Tests.Mapping.Templates;

public sealed class CompiledTemplateTests
{
    [Fact]
    public void A_deployment_tells_which_of_its_templates_are_none()
    {
        var integration = Sample.Mock("#if(true)") with
        {
            RequestTemplates = new Dictionary<string, string?> { ["application/json"] = "{}", ["text/plain"] = "a\n#end" },
        };

        var plan = DeploymentPlan.Compile("dep001", Sample.Api(Sample.Resource("/x", Sample.Method("GET", integration)))).Methods[0];

        plan.Templates.All["application/json"].Error.ShouldBeNull();
        plan.Templates.All["text/plain"].Error.ShouldNotBeNull().ToString().ShouldBe("line 2, column 1: #end has no directive that it belongs to");
        plan.Responses.ForStatus(200).Templates.ShouldHaveSingleItem().Value.Error.ShouldNotBeNull().Reason.ShouldBe("#if has no #end");
    }

    [Theory]
    [InlineData("$input.json('$.a.b')$context.stage$stageVariables.x$input.params('x')#if(true)x#end", false)]
    [InlineData("#set($a = $input.path('$'))$a.b.substring(1)$util.escapeJavaScript($a)", false)]
    [InlineData("#foreach($i in $x)#end", true)]
    [InlineData("#macro(m)#end#m()", true)]
    [InlineData("$x.replaceAll('a', 'b')", true)]
    [InlineData("$util.parseJson($x)", true)]
    [InlineData("$input.path('$..a')", true)]
    [InlineData("$input.json($x)", true)]
    public void Templates_that_may_take_long_say_so(string template, bool expected) => MappingTemplate.Parse(template).MayTakeLong.ShouldBe(expected);

    [Fact]
    public void Many_requests_render_one_template_at_once()
    {
        var template = MappingTemplate.Parse(
            "#foreach($i in [1..20])#set($s = \"$input.params('q')$i\")$s.replaceAll(\"[$i ]\", '-')$input.path(\"$.tags[0]\")#end");
        var outputs = new string[16];

        Parallel.For(0, outputs.Length, i =>
        {
            var request = Rendered.Request();
            var output = new ControlPlane.Gateway.Exchanges.PooledBytes();
            for (var turn = 0; turn < 20; turn++)
            {
                output.Clear();
                template.Render(request, null, request.Body.Written, output);
            }

            outputs[i] = System.Text.Encoding.UTF8.GetString(output.Span);
        });

        outputs.Distinct().ShouldHaveSingleItem().ShouldStartWith("x-y-ax-y-ax-y-a");
    }
}
