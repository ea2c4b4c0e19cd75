using ControlPlane.Gateway.Mapping;
using ControlPlane.Gateway.Responses;

namespace ControlPlane.Gateway.Integrations.Http;

/// <summary>Where in an address a placeholder stands, which decides what may fill it.</summary>
internal enum AddressPlace
{
    /// <summary>Before the path.</summary>
    Authority,

    /// <summary>A segment of the path, or a piece of one.</summary>
    Path,

    /// <summary>The rest of the path: <c>{name+}</c>.</summary>
    PathRest,

    /// <summary>Behind the question mark.</summary>
    Query,
}

/// <summary>Literal text of an address and the placeholder after it.</summary>
/// <param name="Literal">The text.</param>
/// <param name="Name">The path parameter, or null after the last text.</param>
/// <param name="Placeholder">The placeholder as it stands in the address.</param>
/// <param name="Place">Where it stands.</param>
/// <param name="Value">What fills it, or null.</param>
internal readonly record struct AddressPart(string Literal, string? Name, string Placeholder, AddressPlace Place, MappingExpression? Value)
{
    /// <summary>
    /// Writes a value that a mapping or template computed. Whatever is in it, it stays in its place: it opens no other segment, query,
    /// fragment or host.
    /// </summary>
    /// <exception cref="GatewayFailure">400: it would walk up the path; 500: it is no host.</exception>
    public void Write(string value, ref ValueText address)
    {
        switch (Place)
        {
            case AddressPlace.Authority:
                CheckHost(value);
                address.Append(value);
                break;
            case AddressPlace.PathRest:
                foreach (var range in value.AsSpan().Split('/'))
                {
                    if (range.Start.Value > 0)
                    {
                        address.Append("/");
                    }

                    WriteSegment(value[range], ref address);
                }

                break;
            case AddressPlace.Path:
                WriteSegment(value, ref address);
                break;
            default:
                address.Append(Uri.EscapeDataString(value));
                break;
        }
    }

    /// <summary>Writes a path parameter of the client's, percent-encoded as he sent it.</summary>
    public void WriteSent(ReadOnlySpan<char> value, ref ValueText address)
    {
        if (Place is AddressPlace.Path or AddressPlace.PathRest)
        {
            address.Append(value);
        }
        else
        {
            Write(Uri.UnescapeDataString(value), ref address);
        }
    }

    private static void WriteSegment(string segment, ref ValueText address)
    {
        // Dots go by any encoding (RFC 3986 6.2.2.2), so that these two cannot be sent safely.
        if (segment is "." or "..")
        {
            throw new GatewayFailure(GatewayError.BadRequest, $"Execution failed: '{segment}' does not fill a path parameter");
        }

        address.Append(Uri.EscapeDataString(segment));
    }

    private static void CheckHost(string value)
    {
        foreach (var character in value)
        {
            if (!char.IsAsciiLetterOrDigit(character) && character is not ('.' or '-' or '_' or ':' or '[' or ']'))
            {
                throw GatewayFailure.Configuration($"Invalid endpoint address: '{value}' is no host");
            }
        }
    }
}
