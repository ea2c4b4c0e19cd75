namespace ControlPlane.Api.Identity;

/// <summary>The access keys that callers may sign with.</summary>
public interface IAccessKeys
{
    /// <summary>The key of an id, or null. Asked for every request: keys come and go while the host runs.</summary>
    /// <param name="id">The access key id.</param>
    AccessKey? Find(string id);
}
