using ControlPlane.Gateway.Logging.Volumes;

namespace ControlPlane.Gateway.Tests.Logging.Volumes;

public sealed class RecordSizesTests
{
    [Fact]
    public void Some_suppressed_records_of_each_window_are_wanted()
    {
        var sizes = new RecordSizes();
        sizes.Poll(0);
        Take(sizes).ShouldBe(RecordSizes.Samples);
        sizes.Poll(TimeSpan.FromSeconds(9.9).Ticks);
        Take(sizes).ShouldBe(0);
        sizes.Poll(TimeSpan.FromSeconds(10).Ticks);
        Take(sizes).ShouldBe(RecordSizes.Samples);
    }

    [Fact]
    public void The_mean_follows_what_is_measured()
    {
        var sizes = new RecordSizes();
        sizes.MeanOf(RecordEvent.Failed).ShouldBe(0);
        sizes.Add(RecordEvent.Failed, 100, suppressed: false);
        sizes.Add(RecordEvent.Failed, 300, suppressed: false);
        sizes.MeanOf(RecordEvent.Failed).ShouldBe(200);
        for (var i = 0; i < 5000; i++)
        {
            sizes.Add(RecordEvent.Failed, 1000, suppressed: false);
        }

        sizes.MeanOf(RecordEvent.Failed).ShouldBeInRange(990, 1000);
        sizes.MeanOf(RecordEvent.Completed).ShouldBe(0);
    }

    private static int Take(RecordSizes sizes)
    {
        var taken = 0;
        while (sizes.IsWanted(RecordEvent.Matched) && taken < 100)
        {
            sizes.Add(RecordEvent.Matched, 10, suppressed: true);
            taken++;
        }

        return taken;
    }
}
