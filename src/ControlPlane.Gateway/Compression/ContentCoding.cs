namespace ControlPlane.Gateway.Compression;

/// <summary>How a body is coded (RFC 9110 8.4.1), as far as API Gateway knows codings.</summary>
internal enum ContentCoding
{
    /// <summary>Not at all.</summary>
    Identity,

    /// <summary>gzip (RFC 1952).</summary>
    Gzip,

    /// <summary>zlib (RFC 1950).</summary>
    Deflate,
}
