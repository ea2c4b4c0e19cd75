using System.Buffers;

namespace ControlPlane.Local.Logs;

/// <summary>One log: a file, and beside it those that were put aside when they were full, <c>name.1.log</c> the newest. Used by one thread.</summary>
/// <param name="path">Its path, which ends with <c>.log</c>.</param>
/// <param name="limits">How big it may be.</param>
internal sealed class LogFile(string path, LogFileLimits limits)
{
    private const int WriteBytes = 64 * 1024;

    private readonly ArrayBufferWriter<byte> _pending = new();
    private FileStream? _stream;

    /// <summary>Its path.</summary>
    public string Path { get; } = path;

    /// <summary>Lines that are not in the file yet.</summary>
    public int PendingLines { get; private set; }

    /// <summary>True while there is more pending than is good.</summary>
    public bool IsFull => _pending.WrittenCount >= WriteBytes;

    /// <summary>Takes a line with its line break; it is in the file after the next <see cref="Flush"/>.</summary>
    public void Append(ReadOnlySpan<byte> line)
    {
        _pending.Write(line);
        PendingLines++;
    }

    /// <summary>Writes what is pending.</summary>
    /// <exception cref="IOException">It cannot be written; what was pending is lost.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public void Flush()
    {
        try
        {
            _stream ??= Open();
            if (_stream.Length > 0 && _stream.Length + _pending.WrittenCount > limits.FileBytes)
            {
                PutAside();
                _stream = Open();
            }

            _stream.Write(_pending.WrittenSpan);
        }
        catch
        {
            Close();
            throw;
        }
        finally
        {
            _pending.ResetWrittenCount();
            PendingLines = 0;
        }
    }

    /// <summary>Lets go of the file; it is opened again when there is something to write.</summary>
    public void Close()
    {
        _stream?.Dispose();
        _stream = null;
    }

    private FileStream Open()
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        var stream = new FileStream(Path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        var length = stream.Seek(0, SeekOrigin.End);
        if (length > 0)
        {
            // A process that was killed may have left half a line.
            stream.Seek(-1, SeekOrigin.End);
            if (stream.ReadByte() != '\n')
            {
                stream.WriteByte((byte)'\n');
            }
        }

        return stream;
    }

    private void PutAside()
    {
        Close();
        for (var number = limits.KeptFiles; number > 0; number--)
        {
            var newer = number == 1 ? Path : Aside(number - 1);
            if (File.Exists(newer))
            {
                File.Move(newer, Aside(number), overwrite: true);
            }
        }

        File.Delete(Path);
    }

    private string Aside(int number) => System.IO.Path.ChangeExtension(Path, $"{number}.log");
}
