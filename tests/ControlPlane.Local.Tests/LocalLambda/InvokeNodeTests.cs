namespace ControlPlane.Local.Tests.LocalLambda;

public sealed class InvokeNodeTests
{
    [Theory]
    [InlineData("app.js", "exports.handler = async (event) => ({ got: event });")]
    [InlineData("app.cjs", "exports.handler = async (event) => ({ got: event });")]
    [InlineData("app.mjs", "export const handler = async (event) => ({ got: event });")]
    [InlineData("app.js", "exports.handler = (event, context, callback) => setTimeout(() => callback(null, { got: event }), 5);")]
    [InlineData("app.js", "exports.handler = (event, context) => context.succeed({ got: event });")]
    [InlineData("app.js", "exports.handler = (event, context, callback) => { context.callbackWaitsForEmptyEventLoop = false; setInterval(() => {}, 1000); callback(null, { got: event }); };")]
    public async Task Every_kind_of_handler_answers_again_and_again(string file, string source)
    {
        await using var app = await LambdaApp.StartAsync();
        await app.CreateNodeAsync("f", source, file);

        (await app.InvokeAsync("f", """{"n":1}""")).ShouldSucceed().Text.ShouldBe("""{"got":{"n":1}}""");
        (await app.InvokeAsync("f", """{"n":"ü"}""")).ShouldSucceed().Text.ShouldBe("""{"got":{"n":"ü"}}""");
        app.ProcessesStarted().ShouldBe(1);
    }

    [Fact]
    public async Task Package_type_module_makes_js_an_es_module()
    {
        await using var app = await LambdaApp.StartAsync();
        var zip = Package.Of(
            ("package.json", """{"type":"module"}"""),
            ("src/app.js", "import { x } from './x.js'; export const handler = async () => x;"),
            ("src/x.js", "export const x = 7;"));
        (await app.CreateAsync("f", "nodejs20.x", "src/app.handler", zip)).ShouldBe(System.Net.HttpStatusCode.Created);

        (await app.InvokeAsync("f")).ShouldSucceed().Text.ShouldBe("7");
    }

    [Fact]
    public async Task Context_and_console_are_lambdas()
    {
        await using var app = await LambdaApp.StartAsync();
        await app.CreateNodeAsync("f", """
            exports.handler = async (event, c) => {
              console.log('hello %s', 'you', { a: 1 });
              console.error('bad');
              return [c.awsRequestId, c.functionName, c.functionVersion, c.memoryLimitInMB, c.getRemainingTimeInMillis() > 0, c.clientContext.custom.k];
            };
            """);
        var context = Convert.ToBase64String("""{"custom":{"k":"ü"}}"""u8);

        var answer = (await app.InvokeAsync("f", "{}", ("X-Amz-Client-Context", context), ("X-Amz-Log-Type", "Tail"))).ShouldSucceed();

        answer.Text.ShouldBe($$"""["{{answer.Header("x-amzn-RequestId")}}","f","$LATEST","128",true,"ü"]""");
        answer.LogTail.ShouldContain($"\t{answer.Header("x-amzn-RequestId")}\tINFO\thello you {{ a: 1 }}\n");
        answer.LogTail.ShouldContain("\tERROR\tbad\n");
    }

    [Fact]
    public async Task Errors_carry_type_message_and_trace()
    {
        await using var app = await LambdaApp.StartAsync();
        await app.CreateNodeAsync("f", """
            class Broken extends Error { constructor(m) { super(m); this.name = 'Broken'; } }
            exports.handler = async (event) => { if (event.n === 1) throw new Broken('no'); return 'fine'; };
            """);

        var answer = (await app.InvokeAsync("f", """{"n":1}""")).ShouldBe(System.Net.HttpStatusCode.OK);

        answer.Header("X-Amz-Function-Error").ShouldBe("Unhandled");
        answer["errorType"].ShouldBe("Broken");
        answer["errorMessage"].ShouldBe("no");
        answer.Json["trace"]![0]!.ToString().ShouldBe("Broken: no");
        (await app.InvokeAsync("f", """{"n":2}""")).ShouldSucceed();
    }

    [Theory]
    [InlineData("exports.handler = () => { setTimeout(() => { throw new Error('late'); }, 5); return new Promise(() => {}); };", "Error", "late")]
    [InlineData("exports.handler = () => { Promise.reject(new Error('lost')); return new Promise((r) => setTimeout(r, 1)); };", "Runtime.UnhandledPromiseRejection", "Error: lost")]
    [InlineData("exports.handler = () => new Promise(() => {});", "Runtime.NodeJsExit", "The handler returned a promise that never settles")]
    [InlineData("exports.handler = async () => process.exit(3);", "Runtime.ExitError", "exit status 3")]
    public async Task What_escapes_the_handler_fails_the_invocation_only(string source, string type, string message)
    {
        await using var app = await LambdaApp.StartAsync();
        await app.CreateNodeAsync("f", source);

        var answer = (await app.InvokeAsync("f")).ShouldBe(System.Net.HttpStatusCode.OK);

        answer.Header("X-Amz-Function-Error").ShouldBe("Unhandled");
        answer["errorType"].ShouldBe(type, answer.Text);
        answer["errorMessage"].ShouldEndWith(message);
        (await app.InvokeAsync("f"))["errorType"].ShouldBe(type);
    }

    [Fact]
    public async Task Callback_handlers_that_never_call_back_answer_null()
    {
        await using var app = await LambdaApp.StartAsync();
        await app.CreateNodeAsync("f", "exports.handler = (event, context, callback) => {};");

        (await app.InvokeAsync("f")).ShouldSucceed().Text.ShouldBe("null");
        (await app.InvokeAsync("f")).ShouldSucceed().Text.ShouldBe("null");
    }
}
