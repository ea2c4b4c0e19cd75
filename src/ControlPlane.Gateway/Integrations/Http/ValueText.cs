using System.Buffers;

namespace ControlPlane.Gateway.Integrations.Http;

/// <summary>Text under construction on the stack, moved to the array pool when it outgrows that.</summary>
internal ref struct ValueText(Span<char> initial)
{
    private Span<char> _text = initial;
    private char[]? _rented;
    private int _length;

    public void Append(ReadOnlySpan<char> text)
    {
        if (text.Length > _text.Length - _length)
        {
            Grow(text.Length);
        }

        text.CopyTo(_text[_length..]);
        _length += text.Length;
    }

    public string ToStringAndRelease()
    {
        var text = _text[.._length].ToString();
        Release();
        return text;
    }

    private void Grow(int room)
    {
        var larger = ArrayPool<char>.Shared.Rent(Math.Max(_text.Length * 2, _length + room));
        _text[.._length].CopyTo(larger);
        Release();
        _text = _rented = larger;
    }

    private void Release()
    {
        if (_rented is not null)
        {
            ArrayPool<char>.Shared.Return(_rented);
            _rented = null;
        }
    }
}
