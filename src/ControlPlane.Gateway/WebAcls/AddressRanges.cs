using System.Net;
using System.Net.Sockets;

namespace ControlPlane.Gateway.WebAcls;

/// <summary>Networks as sorted ranges that do not overlap: finding an address takes as many steps as their number has bits.</summary>
internal sealed class AddressRanges
{
    private readonly UInt128[] _first;
    private readonly UInt128[] _last;

    public AddressRanges(IEnumerable<IPNetwork> networks)
    {
        var ranges = new List<(UInt128 First, UInt128 Last)>();
        foreach (var range in networks.Select(RangeOf).OrderBy(range => range.First))
        {
            // One that begins where the one before has not ended belongs to it.
            if (ranges.Count > 0 && range.First <= ranges[^1].Last)
            {
                ranges[^1] = (ranges[^1].First, UInt128.Max(ranges[^1].Last, range.Last));
            }
            else
            {
                ranges.Add(range);
            }
        }

        _first = [.. ranges.Select(range => range.First)];
        _last = [.. ranges.Select(range => range.Last)];
    }

    /// <summary>Whether an address is in one of the networks.</summary>
    public bool Contains(UInt128 address)
    {
        var (low, high) = (0, _first.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_first[middle] <= address)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low > 0 && address <= _last[low - 1];
    }

    private static (UInt128 First, UInt128 Last) RangeOf(IPNetwork network)
    {
        var first = ClientAddress.Of(network.BaseAddress);
        var width = network.BaseAddress.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
        var hosts = width == network.PrefixLength ? 0 : UInt128.MaxValue >> (128 - (width - network.PrefixLength));
        return (first, first | hosts);
    }
}
