namespace ControlPlane.Local.Zappa;

/// <summary>Which environment variables keep their values to themselves: the output is made to be kept in a repository.</summary>
internal static class Secrets
{
    private static readonly string[] _names =
    [
        "SECRET", "PASSWORD", "PASSWD", "PWD", "PASSPHRASE", "TOKEN", "KEY", "CREDENTIAL", "PRIVATE", "AUTH", "DSN", "SALT", "SIGNATURE", "CONNECTION",
    ];

    /// <summary>Whether a variable looks like a secret, by its name or by what it holds.</summary>
    public static bool Contains(string name, string value) =>
        _names.Any(part => name.Contains(part, StringComparison.OrdinalIgnoreCase))
        || value.Contains("-----BEGIN", StringComparison.Ordinal)
        || value.StartsWith("AKIA", StringComparison.Ordinal)
        || value.Contains("password=", StringComparison.OrdinalIgnoreCase)
        || HasUserInfo(value);

    /// <summary>scheme://user:password@host</summary>
    private static bool HasUserInfo(string value)
    {
        var authority = value.IndexOf("://", StringComparison.Ordinal);
        return authority >= 0 && value.AsSpan(authority + 3) is var rest && rest.IndexOf('@') is > 0 and var at && rest[..at].IndexOf('/') < 0;
    }
}
