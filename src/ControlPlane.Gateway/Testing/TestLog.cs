using System.Globalization;
using System.Text;
using ControlPlane.Gateway.Logging;

namespace ControlPlane.Gateway.Testing;

/// <summary>Collects an execution log as TestInvokeMethod answers it.</summary>
internal sealed class TestLog(string requestId) : IExecutionLogSink
{
    private const string TimeFormat = "ddd MMM dd HH:mm:ss 'UTC' yyyy";

    private readonly StringBuilder _text = new($"Execution log for request {requestId}\n");

    public void Write(DateTimeOffset time, string line) =>
        _text.Append(time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture)).Append(" : ").Append(line).Append('\n');

    public override string ToString() => _text.ToString();
}
