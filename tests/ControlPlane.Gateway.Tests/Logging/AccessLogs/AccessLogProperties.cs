using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace ControlPlane.Gateway.Tests.Logging.AccessLogs;

public sealed class AccessLogProperties
{
    private static readonly Gen<string> Piece = Gen.OneOf(
        Gen.Elements(
            "$context.identity.userAgent", "$context.requestId", "$context.status", "$context.error.messageString", "$context.", "$context.authorizer.x",
            "\"", "\\", "{", "}", "[", "]", "<", ">", ",", ":", " ", "$", "\n", "\r\n"),
        ArbMap.Default.GeneratorFor<string>().Select(text => text ?? ""));

    private static readonly Gen<string> Value = Gen.OneOf(
        ArbMap.Default.GeneratorFor<string>().Select(text => text ?? ""),
        Gen.Elements("\"", "\\", "\n", "\r", "\u0085", "\u2028", ",", "<", "&", "\ud800", "€", "a", "\u001b").ListOf().Select(string.Concat));

    [Fact]
    public void Every_format_with_every_value_gives_one_line()
    {
        var cases =
            from pieces in Piece.ListOf()
            from value in Value
            select (Format: string.Concat(pieces), Value: value);
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(5000),
            Prop.ForAll(cases.ToArbitrary(), sample =>
            {
                var line = AccessLogLine.Of(sample.Format, sample.Value);
                return (!line.AsSpan().ContainsAny('\n', '\r')).Label(line);
            }));
    }

    [Fact]
    public void A_value_in_a_JSON_string_is_read_as_it_was_sent() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(3000),
        Prop.ForAll(Value.Where(value => value.Length > 0).ToArbitrary(), value =>
        {
            var line = AccessLogLine.Of("""{"a":"$context.identity.userAgent","b":"$context.requestId"}""", value);
            var json = JsonDocument.Parse(line).RootElement;
            var readable = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(value));
            return (json.GetProperty("a").GetString() == readable && json.GetProperty("b").GetString() == "ID").Label(line);
        }));
}
