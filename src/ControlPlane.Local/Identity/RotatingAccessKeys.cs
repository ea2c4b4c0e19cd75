using System.Collections.Frozen;
using ControlPlane.Api.Identity;

namespace ControlPlane.Local.Identity;

/// <summary>
/// The keys of a file that may change while the host runs, and the process's own. A change counts within a second; a file that cannot be
/// used leaves the keys as they were, and is logged.
/// </summary>
internal sealed partial class RotatingAccessKeys : IAccessKeys
{
    private static readonly TimeSpan _checkEvery = TimeSpan.FromSeconds(1);

    private readonly string _path;
    private readonly string _accountId;
    private readonly AccessKey _own;
    private readonly TimeProvider _time;
    private readonly ILogger<RotatingAccessKeys> _log;
    private readonly Lock _lock = new();
    private volatile FrozenDictionary<string, AccessKey> _keys;
    private FileState _state;
    private long _checked;

    /// <summary>Reads the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="accountId">The account that names become users of.</param>
    /// <param name="own">The key one part of the process calls another with.</param>
    /// <param name="time">When to look again.</param>
    /// <param name="log">Gets what happens later.</param>
    /// <exception cref="InvalidDataException">The file cannot be used.</exception>
    public RotatingAccessKeys(string path, string accountId, AccessKey own, TimeProvider time, ILogger<RotatingAccessKeys> log)
    {
        _path = path;
        _accountId = accountId;
        _own = own;
        _time = time;
        _log = log;
        _state = FileState.Of(path);
        _keys = AccessKeyFile.Read(path, accountId);
        _checked = time.GetTimestamp();
    }

    /// <inheritdoc/>
    public AccessKey? Find(string id)
    {
        if (id == _own.Id)
        {
            return _own;
        }

        if (_time.GetElapsedTime(Volatile.Read(ref _checked)) >= _checkEvery)
        {
            Check();
        }

        return _keys.GetValueOrDefault(id);
    }

    private void Check()
    {
        lock (_lock)
        {
            if (_time.GetElapsedTime(_checked) < _checkEvery)
            {
                return;
            }

            Volatile.Write(ref _checked, _time.GetTimestamp());

            // Looked at before it is read: what changes in between is seen next time.
            var state = FileState.Of(_path);
            if (state == _state)
            {
                return;
            }

            _state = state;
            try
            {
                _keys = AccessKeyFile.Read(_path, _accountId);
                Reloaded(_path, _keys.Count);
            }
            catch (InvalidDataException exception)
            {
                NotReloaded(exception.Message);
            }
        }
    }

    [LoggerMessage(1201, LogLevel.Information, "{Path} changed: {Count} access keys count from now on.")]
    private partial void Reloaded(string path, int count);

    [LoggerMessage(1202, LogLevel.Error, "The access keys stay as they were: {Reason}")]
    private partial void NotReloaded(string reason);

    private readonly record struct FileState(DateTime Written, long Length, UnixFileMode Mode)
    {
        public static FileState Of(string path)
        {
            var file = new FileInfo(path);
            return file.Exists ? new(file.LastWriteTimeUtc, file.Length, file.UnixFileMode) : default;
        }
    }
}
