using System.Text;
using ControlPlane.Gateway.Exchanges;

namespace ControlPlane.Gateway.Mapping.Templates;

/// <summary>Where a template writes to: the UTF-8 of its result, or for a while a string that it builds.</summary>
internal sealed class TemplateOutput(PooledBytes bytes)
{
    private readonly int _start = bytes.Length;
    private StringBuilder? _captured;
    private StringBuilder? _spare;

    public void Write(string text) => Write(text.AsSpan());

    public void Write(char character) => Write([character]);

    public void Write(ReadOnlySpan<char> text)
    {
        if (_captured is null)
        {
            bytes.Advance(Encoding.UTF8.GetBytes(text, bytes.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length))));
            CheckBytes();
            return;
        }

        if (_captured.Length + text.Length > TemplateLimits.StringLength)
        {
            throw TemplateFailure.TooLong();
        }

        _captured.Append(text);
    }

    /// <summary>Writes text that is at hand as UTF-8.</summary>
    public void WriteUtf8(ReadOnlySpan<byte> text)
    {
        if (_captured is not null)
        {
            Write(Encoding.UTF8.GetString(text));
            return;
        }

        bytes.Write(text);
        CheckBytes();
    }

    /// <summary>Writes what was prepared in both forms.</summary>
    public void Write(string text, ReadOnlySpan<byte> utf8)
    {
        if (_captured is not null)
        {
            Write(text);
        }
        else
        {
            bytes.Write(utf8);
            CheckBytes();
        }
    }

    /// <summary>Makes everything written from now on go into a string.</summary>
    /// <returns>What <see cref="EndCapture"/> needs.</returns>
    public StringBuilder? BeginCapture()
    {
        var outer = _captured;
        _captured = _spare ?? new StringBuilder();
        _spare = null;
        return outer;
    }

    /// <summary>Ends a capture.</summary>
    /// <param name="outer">What beginning it returned.</param>
    public string EndCapture(StringBuilder? outer)
    {
        var text = _captured!.ToString();
        _spare = _captured.Clear();
        _captured = outer;
        return text;
    }

    private void CheckBytes()
    {
        if (bytes.Length - _start > TemplateLimits.OutputBytes)
        {
            throw TemplateFailure.Because($"the result has more than {TemplateLimits.OutputBytes} bytes");
        }
    }
}
