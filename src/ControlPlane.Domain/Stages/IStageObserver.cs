namespace ControlPlane.Domain.Stages;

/// <summary>Hears of every change of a stage after it is durable, so that a gateway in the same process serves it from the next request on.</summary>
public interface IStageObserver
{
    /// <summary>A stage was created, changed or deleted.</summary>
    void StageChanged(string apiId, string stageName);
}
