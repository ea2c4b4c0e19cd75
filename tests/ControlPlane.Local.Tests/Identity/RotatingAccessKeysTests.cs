using ControlPlane.Api.Identity;
using ControlPlane.Local.Identity;
using ControlPlane.Local.Tests.LocalLambda;
using Microsoft.Extensions.Logging;

namespace ControlPlane.Local.Tests.Identity;

public sealed class RotatingAccessKeysTests : IDisposable
{
    private const string Account = "123456789012";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("access-keys-");
    private readonly TestClock _clock = new();
    private readonly TestLog _log = new();
    private readonly AccessKey _own = AccessKey.ForProcess("arn:own");

    private string File => Path.Combine(_folder.FullName, "keys.json");

    public void Dispose()
    {
        _log.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void Reads_keys_with_names_arns_and_what_they_may_do()
    {
        Write("""
            [{"accessKeyId":"ONE","secretAccessKey":"secret-of-number-one"},
             {"accessKeyId":"TWO","secretAccessKey":"secret-of-number-two","name":"ci","readOnly":true},
             {"accessKeyId":"THREE","secretAccessKey":"secret-of-number-three","arn":"arn:aws:iam::1:role/r"}]
            """);
        var keys = Keys();

        Describe(keys.Find("ONE")).ShouldBe("secret-of-number-one arn:aws:iam::123456789012:user/ONE True True");
        Describe(keys.Find("TWO")).ShouldBe("secret-of-number-two arn:aws:iam::123456789012:user/ci False True");
        Describe(keys.Find("THREE")).ShouldBe("secret-of-number-three arn:aws:iam::1:role/r True True");
        keys.Find("one").ShouldBeNull();
        keys.Find(_own.Id).ShouldBe(_own);
    }

    [Fact]
    public void A_changed_file_counts_within_a_second()
    {
        Write(One("first-secret-of-length"));
        var keys = Keys();
        Write(One("second-secret-of-length"));
        keys.Find("ONE")!.Secret.ShouldBe("first-secret-of-length");

        _clock.Advance(TimeSpan.FromSeconds(1));

        keys.Find("ONE")!.Secret.ShouldBe("second-secret-of-length");
        _log.Entries.ShouldContain(entry => entry.Message == $"{File} changed: 1 access keys count from now on.");
    }

    [Fact]
    public void A_file_that_becomes_bad_leaves_the_keys_and_is_logged_once()
    {
        Write(One("first-secret-of-length"));
        var keys = Keys();
        Write("""[{"accessKeyId":"ONE","secretAccessKey":"unfinished""");
        for (var i = 0; i < 3; i++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            keys.Find("ONE")!.Secret.ShouldBe("first-secret-of-length");
        }

        _log.Entries.Count(entry => entry.Message.StartsWith("The access keys stay as they were", StringComparison.Ordinal)).ShouldBe(1);
        _log.Entries.ShouldNotContain(entry => entry.Message.Contains("unfinished", StringComparison.Ordinal));

        System.IO.File.Delete(File);
        _clock.Advance(TimeSpan.FromSeconds(1));
        keys.Find("ONE").ShouldNotBeNull();

        Write(One("third-secret-of-length"));
        _clock.Advance(TimeSpan.FromSeconds(1));
        keys.Find("ONE")!.Secret.ShouldBe("third-secret-of-length");
    }

    private static string One(string secret) => $$"""[{"accessKeyId":"ONE","secretAccessKey":"{{secret}}"}]""";

    private static string Describe(AccessKey? key) => $"{key?.Secret} {key?.Arn} {key?.CanWrite} {key?.IsOnce}";

    private RotatingAccessKeys Keys()
    {
        using var loggers = LoggerFactory.Create(logging => logging.AddProvider(_log));
        return new RotatingAccessKeys(File, Account, _own, _clock, loggers.CreateLogger<RotatingAccessKeys>());
    }

    private void Write(string json)
    {
        System.IO.File.WriteAllText(File, json);
        if (!OperatingSystem.IsWindows())
        {
            System.IO.File.SetUnixFileMode(File, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }
}
