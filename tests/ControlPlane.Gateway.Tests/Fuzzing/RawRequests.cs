using System.Text;
using ControlPlane.Gateway.Tests.Doubles;
using FsCheck;
using FsCheck.Fluent;

namespace ControlPlane.Gateway.Tests.Fuzzing;

/// <summary>Bytes that are requests, nearly requests, or were requests once.</summary>
internal static class RawRequests
{
    private const string Stage = "/" + Sample.ApiId + "/prod";

    private static readonly Gen<byte[]> Noise = Gen.Choose(0, 255).Select(value => (byte)value).ListOf().Select(bytes => bytes.ToArray());

    private static readonly Gen<string> Verb = Gen.Frequency(
        (8, Gen.Elements("GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH")),
        (1, Gen.Elements("", "get", "FROBNICATE", "G\u0001T", "CONNECT", "TRACE", "P\u00D6ST", new string('A', 5000))));

    private static readonly Gen<string> Segment = Gen.Elements(
        "x", "pets", "7", "%20", "%2F", "%2e%2e", "..", ".", "", "%", "%zz", "%00", "%C3%28", "%F0%9F%94%91", "%c0%ae", "\u00FF", "{id}", "a;b", "a+b", "*", "\\", "\u0000", "~", new string('p', 3000));

    private static readonly Gen<string> Query = Gen.Elements(
        "", "?", "?a=1", "?a=1&a=2&&=&b", "?%", "?a=%zz", "?%C3%28=%FF", "?a=\u00E9", "?a=b?c=d#e", "?" + new string('&', 500), "?q=" + new string('%', 900));

    private static readonly Gen<string> Target =
        from known in Gen.Elements(Stage + "/json", Stage + "/pets", Stage, "", "http://host" + Stage, "*")
        from segments in UpTo(Segment, 4)
        from query in Query
        select known + string.Concat(segments.Select(segment => "/" + segment)) + query;

    private static readonly Gen<string> Protocol = Gen.Frequency((9, Gen.Constant("HTTP/1.1")), (1, Gen.Elements("HTTP/1.0", "HTTP/2.0", "HTTP/9.9", "HTTP/", "", "http/1.1", "HTTP/1.1 x")));

    private static readonly Gen<string> Header = Gen.Elements(
        "Content-Type: application/json", "Content-Type: text/plain; charset=\u00FF", "Content-Type: ", "Accept: */*;q=", "Accept-Encoding: gzip;q=1;q=2,,", "X-HTTP-Method-Override: P\u00D6ST",
        "X-HTTP-Method-Override: GET", "Content-Encoding: gzip", "Expect: 100-continue", "Connection: close, X-Hop", "Connection: Upgrade", "Upgrade: h2c", "X: a\u0000b", "X: \u00C3\u0028", ": x", "X",
        "X : y", " folded", "Cookie: a=b; c", "X-Amzn-Trace-Id: Root=", "Authorization: Bearer \u007F", "X-Forwarded-For: ,,,", "Host: b", "X\u00FF: y", "Content-Length: 1", "Transfer-Encoding: chunked");

    private static readonly Gen<string> Json = Gen.Elements(
        "{}", "[]", "{\"a\":1}", "{\"a\":{\"b\":[1,2,{\"c\":null}]}}", "\"\\ud800\"", "{\"a\":1e999999}", "{\"a\":-0.0e-99999}", "{\"a\":" + new string('9', 2000) + "}", "{\"a\":", "[1,]", "'a'", "{\"\u0000\":1}",
        new string('[', 3000), string.Concat(Enumerable.Repeat("{\"a\":", 500)), "\u00EF\u00BB\u00BF{}", "{\"a\":\"\u00FF\"}", "nul", "{\"a\":1,\"a\":2}", "");

    private static readonly Gen<string> Framed =
        from body in Json
        from length in Gen.Frequency((6, Gen.Constant(body.Length)), (1, Gen.Elements(-1, 0, 1, 99, 10_485_761)))
        from size in Gen.Frequency((6, Gen.Constant(body.Length.ToString("x", null))), (1, Gen.Elements("zz", "-1", "ffffffffffffffff", "0", "5;ext=\"")))
        from kind in Gen.Choose(0, 3)
        select kind switch
        {
            0 => $"Content-Length: {length}\r\n\r\n{body}",
            1 => $"Transfer-Encoding: chunked\r\n\r\n{size}\r\n{body}\r\n0\r\n\r\n",
            2 => $"Transfer-Encoding: chunked\r\nContent-Length: {length}\r\n\r\n{size}\r\n{body}\r\n0\r\nTrailer: x\r\n\r\n",
            _ => "\r\n",
        };

    private static readonly Gen<byte[]> Request =
        from verb in Verb
        from target in Target
        from protocol in Protocol
        from host in Gen.Frequency((9, Gen.Constant("Host: a\r\n")), (1, Gen.Elements("", "Host: ]][\r\n", "Host: " + Sample.ApiId + ".execute-api.localhost\r\n")))
        from headers in Gen.Frequency((3, UpTo(Header, 3)), (1, UpTo(Header, 40)))
        from rest in Framed
        select Encoding.Latin1.GetBytes($"{verb} {target} {protocol}\r\n{host}{string.Concat(headers.Select(header => header + "\r\n"))}{rest}");

    private static readonly Gen<Func<byte[], byte[]>> Mutation =
        from kind in Gen.Choose(0, 5)
        from at in Gen.Choose(0, 9999)
        from value in Gen.Choose(0, 255)
        from noise in Noise
        select new Func<byte[], byte[]>(bytes =>
        {
            var place = bytes.Length == 0 ? 0 : at % bytes.Length;
            return kind switch
            {
                0 => [.. bytes[..place], (byte)value, .. bytes[Math.Min(bytes.Length, place + 1)..]],
                1 => [.. bytes[..place], .. noise, .. bytes[place..]],
                2 => bytes[..place],
                3 => [.. bytes[..place], .. bytes[Math.Min(bytes.Length, place + value)..]],
                4 => [.. bytes, .. bytes],
                _ => bytes,
            };
        });

    /// <summary>Requests, whole or broken, and noise.</summary>
    public static Gen<byte[]> All { get; } = Gen.Frequency(
        (1, Noise),
        (4, Request),
        (4, from request in Request from mutations in UpTo(Mutation, 4) select mutations.Aggregate(request, (bytes, mutate) => mutate(bytes))));

    private static Gen<List<T>> UpTo<T>(Gen<T> item, int most) => from count in Gen.Choose(0, most) from items in item.ListOf(count) select items.ToList();
}
