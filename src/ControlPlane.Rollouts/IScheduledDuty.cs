using ControlPlane.Storage.Scheduling;

namespace ControlPlane.Rollouts;

/// <summary>
/// One kind of scheduled work. What is to be done is read from the stage, never remembered: the same work may come twice, from two
/// processes at once, or too late to be of use. Changes are conditional writes.
/// </summary>
public interface IScheduledDuty
{
    /// <summary>The <see cref="DueWork.Duty"/> it does.</summary>
    string Name { get; }

    /// <summary>Does what is due. An exception leaves it for the next tick.</summary>
    ValueTask<DutyResult> RunAsync(DueWork work, CancellationToken cancellationToken);
}

/// <summary>What became of due work.</summary>
public enum DutyResult
{
    /// <summary>It is done, or there was nothing to do: strike it off.</summary>
    Done,

    /// <summary>It cannot be done yet: let a later tick try again.</summary>
    Later,

    /// <summary>It is under way and does not like to wait: let the next tick come soon.</summary>
    Soon,
}
