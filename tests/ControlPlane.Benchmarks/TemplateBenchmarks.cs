using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using ControlPlane.Gateway.Exchanges;
using ControlPlane.Gateway.Mapping;

namespace ControlPlane.Benchmarks;

/// <summary>Rendering mapping templates: thirty lines with parameters, conditions, a loop of three and a nested value; and a plain pass-through.</summary>
[MemoryDiagnoser]
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "The cleanup disposes them.")]
public class TemplateBenchmarks
{
    private readonly string _text = """
        #set($in = $input.path('$'))
        #set($name = $in.customer.name)
        #set($total = 0)
        {
          "id": "$context.requestId",
          "stage": "$context.stage",
          "method": "$context.httpMethod",
          "source": "$context.identity.sourceIp",
          "area": "$input.params('id')",
          "page": "$input.params('a')",
          #if($name && $name.length() > 3)
          "customer": "$util.escapeJavaScript($name)",
          #elseif($name)
          "customer": "short",
          #else
          "customer": null,
          #end
          "items": [
            #foreach($item in $in.items)
            #set($total = $total + $item.price * $item.count)
            {
              "sku": "$item.sku",
              "price": $item.price
            }#if($foreach.hasNext),#end

            #end
          ],
          "total": $total,
          "address": $input.json('$.customer.address'),
          "flag": #if($total > 100 && $in.vip == true)true#{else}false#end

        }
        """;

    private const string Body = """
        {"customer":{"name":"Ada Lovelace","address":{"street":"12 St James's Square","city":"London"}},"vip":true,
         "items":[{"sku":"A-1","price":20,"count":2},{"sku":"B-2","price":35,"count":1},{"sku":"C-3","price":50,"count":3}]}
        """;

    private readonly MappingTemplate _passThrough = MappingTemplate.Parse("""{"wrapped":$input.json('$'),"stage":"$context.stage"}""");
    private readonly PooledBytes _output = new();
    private readonly byte[] _body = Encoding.UTF8.GetBytes(Body);
    private MappingTemplate _template = null!;
    private RequestContextHandle _request = null!;
    private BackendAnswer _answer = null!;

    [GlobalSetup]
    public void Setup()
    {
        var snapshots = SampleSnapshots.Cache(10);
        SampleSnapshots.LoadAsync(snapshots).GetAwaiter().GetResult();
        _request = new RequestContextHandle(new BenchmarkExchange($"/{SampleApis.ApiId}/prod/area3/42", "a=1&b=two"));
        _request.Route(snapshots);
        _answer = new BackendAnswer(200, [], _body);
        _ = _answer.Json;
        _template = MappingTemplate.Parse(_text);
        Render(_template);
        using var rendered = JsonDocument.Parse(_output.Written);
    }

    [GlobalCleanup]
    public void Cleanup() => _answer.Dispose();

    [Benchmark(Description = "template of 30 lines, body parsed before")]
    public int Render() => Render(_template);

    [Benchmark(Description = "pass-through template")]
    public int PassThrough() => Render(_passThrough);

    [Benchmark(Description = "parse a template of 30 lines")]
    public bool Parse() => MappingTemplate.Parse(_text).Error is null;

    private int Render(MappingTemplate template)
    {
        _output.Clear();
        template.Render(_request.Request, _answer, _body, _output);
        return _output.Length;
    }
}
