using ControlPlane.Gateway.Responses;

namespace ControlPlane.Gateway.Mapping;

/// <summary>How much work a mapping may still do for one request.</summary>
internal sealed class WorkBudget(long units)
{
    private const int CharactersPerUnit = 32;

    private long _left = units;

    /// <summary>Takes units of work.</summary>
    /// <exception cref="GatewayFailure">500: there are not so many left.</exception>
    public void Charge(long units)
    {
        _left -= units;
        if (_left < 0)
        {
            throw Exceeded();
        }
    }

    /// <summary>Takes what working through a text costs.</summary>
    /// <exception cref="GatewayFailure">500: there is not so much left.</exception>
    public void ChargeText(long length) => Charge(1 + (length / CharactersPerUnit));

    private static GatewayFailure Exceeded() => GatewayFailure.Configuration("Unable to transform: the mapping takes too long");
}
