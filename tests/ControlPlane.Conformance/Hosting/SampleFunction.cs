using System.IO.Compression;
using System.Text;

namespace ControlPlane.Conformance.Hosting;

/// <summary>A function that says which version of its code answers.</summary>
internal static class SampleFunction
{
    public const string Root = "/2015-03-31/functions";

    /// <summary>Creates a Python function with published versions 1 and 2, which answer <c>v1</c> and <c>v2</c>.</summary>
    /// <param name="control">The Lambda service.</param>
    /// <param name="name">The function's name.</param>
    /// <param name="prelude">Code that runs when a process of the function starts.</param>
    /// <param name="answer">What both versions return, an expression; null for their names.</param>
    public static async Task CreateAsync(ControlClient control, string name, string prelude = "", string? answer = null)
    {
        await control.PostAsync(
            Root,
            $$"""{"FunctionName":"{{name}}","Runtime":"python3.12","Handler":"index.handler","Role":"arn:aws:iam::123456789012:role/any","Code":{"ZipFile":"{{Code("v1", prelude, answer)}}"},"Publish":true}""");
        await control.PutAsync($"{Root}/{name}/code", $$"""{"ZipFile":"{{Code("v2", prelude, answer)}}","Publish":true}""");
    }

    /// <summary>Creates a Python function out of a module with a <c>handler</c>.</summary>
    public static Task CreateOfAsync(ControlClient control, string name, string module) => control.PostAsync(
        Root,
        $$"""{"FunctionName":"{{name}}","Runtime":"python3.12","Handler":"index.handler","Role":"arn:aws:iam::123456789012:role/any","Publish":true,"Code":{"ZipFile":"{{Zip(module)}}"} }""");

    private static string Code(string version, string prelude, string? answer) => Zip(prelude + $$"""
        version = "{{version}}"
        def handler(event, context):
            return {{answer ?? """{"statusCode": 200, "body": version}"""}}

        """);

    private static string Zip(string module)
    {
        using var package = new MemoryStream();
        using (var zip = new ZipArchive(package, ZipArchiveMode.Create))
        {
            using var file = zip.CreateEntry("index.py").Open();
            file.Write(Encoding.UTF8.GetBytes(module));
        }

        return Convert.ToBase64String(package.ToArray());
    }
}
