using System.IO.Pipes;

namespace ControlPlane.Local.LocalLambda.Sandboxes;

/// <summary>Reads what a process prints.</summary>
internal sealed class SandboxOutput(PipeStream stream, Action<string> line)
{
    private static readonly TimeSpan SettleStep = TimeSpan.FromMilliseconds(1);
    private const int SettleSteps = 100;

    private readonly Lock _gate = new();
    private readonly OutputLines _lines = new(line);
    private volatile bool _ended;
    private volatile Task<int> _reading = Task.FromResult(0);

    /// <summary>Reads until the process has closed its end.</summary>
    public async Task PumpAsync()
    {
        var buffer = new byte[8 * 1024];
        try
        {
            while (true)
            {
                _reading = stream.ReadAsync(buffer).AsTask();
                var read = await _reading;
                if (read == 0)
                {
                    break;
                }

                lock (_gate)
                {
                    _lines.Add(buffer.AsSpan(0, read));
                }
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The pipe was closed under it.
        }

        Flush();
        _ended = true;
    }

    /// <summary>
    /// Waits until everything printed so far was taken in. A process prints before it answers, but the answer comes another way
    /// and may overtake. Costs one system call when nothing is on its way.
    /// </summary>
    /// <param name="thoroughly">Look twice, for callers whose answer contains the log.</param>
    public async ValueTask SettleAsync(bool thoroughly)
    {
        for (var step = 0; step < SettleSteps; step++)
        {
            if (IsQuiet() && (!thoroughly || step > 0))
            {
                break;
            }

            await Task.Delay(SettleStep);
        }

        Flush();
    }

    /// <summary>Nothing waits in the pipe, and nothing that was read waits to be taken in.</summary>
    private bool IsQuiet()
    {
        try
        {
            return _ended || (!_reading.IsCompleted && !Native.HasData(stream.SafePipeHandle));
        }
        catch (ObjectDisposedException)
        {
            return true;
        }
    }

    private void Flush()
    {
        lock (_gate)
        {
            _lines.Flush();
        }
    }
}
