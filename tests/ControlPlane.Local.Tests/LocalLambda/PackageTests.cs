using System.IO.Compression;
using System.Net;
using System.Text;

namespace ControlPlane.Local.Tests.LocalLambda;

public sealed class PackageTests
{
    private const string NotAZip = "Could not unzip uploaded file. Please check your file, then try to upload again.";
    private const int Link = 0xA1FF;

    [Theory]
    [InlineData("../evil")]
    [InlineData("a/../../evil")]
    [InlineData("/etc/evil")]
    [InlineData("..\\evil")]
    [InlineData("C:\\evil")]
    public async Task Rejects_names_that_reach_outside(string name)
    {
        await using var app = await LambdaApp.StartAsync();

        (await app.CreateAsync("f", "python3.12", "app.handler", Package.Of((name, "x")))).ShouldFail(
            HttpStatusCode.BadRequest, "InvalidParameterValueException", NotAZip);

        Directory.GetFileSystemEntries(Path.Combine(app.Options.DataFolder, "lambda", "code")).ShouldBeEmpty();
        (await app.GetAsync("/2015-03-31/functions/f")).ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("/etc")]
    [InlineData("../..")]
    [InlineData("a/../../x")]
    public async Task Rejects_links_that_lead_outside(string target)
    {
        await using var app = await LambdaApp.StartAsync();
        var zip = Package.OfEntries(("link", Encoding.UTF8.GetBytes(target), Link));

        (await app.CreateAsync("f", "python3.12", "app.handler", zip)).ShouldFail(HttpStatusCode.BadRequest, "InvalidParameterValueException", NotAZip);
    }

    [Fact]
    public async Task Keeps_links_inside_and_executable_bits()
    {
        await using var app = await LambdaApp.StartAsync();
        var zip = Package.OfEntries(
            ("lib/real.py", "value = 3"u8.ToArray(), 0x81A4),
            ("linked.py", "lib/real.py"u8.ToArray(), Link),
            ("tool", "#!/bin/sh\necho ran\n"u8.ToArray(), 0x81ED),
            ("app.py", "import linked, subprocess\ndef handler(e, c):\n    return [linked.value, subprocess.check_output(['./tool']).decode()]"u8.ToArray(), 0));
        await app.CreateAsync("f", "python3.12", "app.handler", zip);

        (await app.InvokeAsync("f")).ShouldSucceed().Text.ShouldBe("""[3, "ran\n"]""");
    }

    [Fact]
    public async Task Rejects_bombs_without_unpacking_them_whole()
    {
        await using var app = await LambdaApp.StartAsync();
        using var memory = new MemoryStream();
        using (var archive = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = archive.CreateEntry("zeros").Open();
            var zeros = new byte[1024 * 1024];
            for (var n = 0; n < 251; n++)
            {
                await entry.WriteAsync(zeros);
            }
        }

        (await app.CreateAsync("f", "python3.12", "app.handler", memory.ToArray())).ShouldFail(
            HttpStatusCode.BadRequest, "InvalidParameterValueException", "Unzipped size must be smaller than 262144000 bytes");
        Directory.GetFileSystemEntries(Path.Combine(app.Options.DataFolder, "lambda", "code")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Rejects_truncated_packages()
    {
        await using var app = await LambdaApp.StartAsync();
        var zip = Package.Python(new string('x', 1000));

        (await app.CreateAsync("f", "python3.12", "app.handler", zip[..^10])).ShouldFail(HttpStatusCode.BadRequest, "InvalidParameterValueException", NotAZip);
        (await app.CreateAsync("f", "python3.12", "app.handler", [])).ShouldBe(HttpStatusCode.BadRequest);
    }
}
