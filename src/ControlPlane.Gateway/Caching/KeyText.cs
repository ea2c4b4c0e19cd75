using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace ControlPlane.Gateway.Caching;

/// <summary>The text of a key while it is put together, in the room it is given and beyond that in a pooled array.</summary>
/// <param name="room">Room to begin with.</param>
internal ref struct KeyText(Span<char> room)
{
    /// <summary>Longer keys are replaced by their digest.</summary>
    private const int MaxLength = 1024;

    private const char Value = '\x1';
    private const char End = '\x2';
    private const char Digest = '\x3';

    private Span<char> _room = room;
    private char[]? _rented;
    private int _length;

    /// <summary>What there is so far.</summary>
    public readonly ReadOnlySpan<char> Text => _room[.._length];

    /// <summary>Adds text as it is.</summary>
    public void Append(scoped ReadOnlySpan<char> text)
    {
        Reserve(text.Length);
        text.CopyTo(_room[_length..]);
        _length += text.Length;
    }

    /// <summary>Adds a value: with its length, so that no two rows of values make the same text.</summary>
    public void AppendValue(scoped ReadOnlySpan<char> value)
    {
        Reserve(value.Length + 3);
        _room[_length++] = Value;
        _room[_length++] = (char)(value.Length >> 16);
        _room[_length++] = (char)value.Length;
        value.CopyTo(_room[_length..]);
        _length += value.Length;
    }

    /// <summary>Says that a parameter has no more values.</summary>
    public void EndParameter()
    {
        Reserve(1);
        _room[_length++] = End;
    }

    /// <summary>Replaces a long text by its digest: bodies may be parts of keys.</summary>
    public void Fold()
    {
        if (_length <= MaxLength)
        {
            return;
        }

        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(Text), digest);
        _length = 0;
        _room[_length++] = Digest;
        Convert.TryToHexString(digest, _room[_length..], out var written);
        _length += written;
    }

    /// <summary>Gives the pooled array back.</summary>
    public void Dispose()
    {
        if (_rented is not null)
        {
            ArrayPool<char>.Shared.Return(_rented);
            _rented = null;
        }
    }

    private void Reserve(int count)
    {
        if (_room.Length - _length >= count)
        {
            return;
        }

        var larger = ArrayPool<char>.Shared.Rent(Math.Max(_room.Length * 2, _length + count));
        Text.CopyTo(larger);
        Dispose();
        _room = _rented = larger;
    }
}
