using System.Collections.Concurrent;
using ControlPlane.Storage.Items;

namespace ControlPlane.Storage.Tests.DynamoDb;

/// <summary>A write takes effect and its answer is lost: it is sent again, and meets itself.</summary>
public sealed class LostAnswerTests : FaultyLinkTest
{
    private static readonly Dictionary<string, long> _one = new() { ["n"] = 1 };

    public static TheoryData<string> Losses => ["broken", "silent"];

    [Theory]
    [MemberData(nameof(Losses))]
    public async Task Put_Absent_IsNoConflictWithItself(string loss)
    {
        Link.Next(Lost(loss));
        (await Store.PutAsync(Key, Bytes("mine"), PutCondition.Absent)).ShouldBe(1);
        (await ReadAsync()).ShouldBe(("mine", 1));
        Link.Requests.ShouldBe(["PutItem", "PutItem", "GetItem"]);
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public async Task Put_AtRevision_IsNoConflictWithItself(string loss)
    {
        await Other.PutAsync(Key, Bytes("old"), PutCondition.None);
        Link.Next(Lost(loss));
        (await Store.PutAsync(Key, Bytes("mine"), PutCondition.AtRevision(1))).ShouldBe(2);
        (await ReadAsync()).ShouldBe(("mine", 2));
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public async Task Put_Unconditional_CountsOnce(string loss)
    {
        await Other.PutAsync(Key, Bytes("old"), PutCondition.None);
        Link.Next(Lost(loss));
        (await Store.PutAsync(Key, Bytes("mine"), PutCondition.None)).ShouldBe(2);
        (await ReadAsync()).ShouldBe(("mine", 2));
    }

    [Fact]
    public async Task PutInOrder_GoesOnBehindTheLostAnswer()
    {
        Link.Next(FaultyLink.AnswerLost);
        var revision = await Store.PutInOrderAsync([new(new("P", "1"), Bytes("a"), PutCondition.Absent), new(Key, Bytes("b"), PutCondition.Absent)]);
        revision.ShouldBe(1);
        (await ReadAsync()).ShouldBe(("b", 1));
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public async Task Delete_TellsThatItDeleted(string loss)
    {
        foreach (var condition in new[] { PutCondition.AtRevision(1), PutCondition.None })
        {
            await Other.PutAsync(Key, Bytes("old"), PutCondition.Absent);
            Link.Next(Lost(loss));
            (await Store.DeleteAsync(Key, condition)).ShouldBeTrue();
            (await ReadAsync()).ShouldBeNull();
        }
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public async Task Add_CountsOnce(string loss)
    {
        Link.Next(Lost(loss));
        await Store.AddAsync(Key, _one, Clock.Now.AddSeconds(10));
        (await CountAsync()).ShouldBe(1);
        Clock.Now = Clock.Now.AddSeconds(11);

        // The first request finds that the counters have expired, the second starts them anew.
        Link.Next((forward, _) => forward(), Lost(loss));
        await Store.AddAsync(Key, _one);
        (await CountAsync()).ShouldBe(1);
        Link.Next(Lost(loss), Lost(loss), Lost(loss));
        await Store.AddAsync(Key, _one);
        (await CountAsync()).ShouldBe(2);
    }

    [Fact]
    public async Task RequestLost_AndSomebodyElseWrote_IsAConflict()
    {
        await Other.PutAsync(Key, Bytes("old"), PutCondition.None);
        Link.Next(FaultyLink.RequestLostWhile(async () => await Other.PutAsync(Key, Bytes("theirs"), PutCondition.AtRevision(1))));
        (await Store.PutAsync(Key, Bytes("mine"), PutCondition.AtRevision(1))).ShouldBeNull();
        (await ReadAsync()).ShouldBe(("theirs", 2));

        Link.Next(FaultyLink.RequestLostWhile(async () => await Other.PutAsync(new("P", "new"), Bytes("theirs"), PutCondition.Absent)));
        (await Store.PutAsync(new("P", "new"), Bytes("mine"), PutCondition.Absent)).ShouldBeNull();
    }

    [Fact]
    public async Task RequestLost_AndNobodyElseWrote_IsWrittenByTheNextTry()
    {
        Link.Next(FaultyLink.Hangs, FaultyLink.Error(500, "InternalServerError"));
        (await Store.PutAsync(Key, Bytes("mine"), PutCondition.Absent)).ShouldBe(1);
        (await ReadAsync()).ShouldBe(("mine", 1));
        Link.Requests.ShouldBe(["PutItem", "PutItem", "PutItem"]);
    }

    [Fact]
    public async Task AnswerLost_AndSomebodyElseWroteOn_IsSaidToBeUnknown()
    {
        await Other.PutAsync(Key, Bytes("old"), PutCondition.None);
        Link.Next(FaultyLink.AnswerLostWhile(async () => await Other.PutAsync(Key, Bytes("theirs"), PutCondition.AtRevision(2))));
        (await Should.ThrowAsync<StoreUnavailableException>(async () => await Store.PutAsync(Key, Bytes("mine"), PutCondition.AtRevision(1))))
            .Message.ShouldBe("DynamoDB's answer to a write of P / S was lost, and others have written since: whether it took effect is not known.");
        (await ReadAsync()).ShouldBe(("theirs", 3));
    }

    [Fact]
    public async Task DeletionLost_AndSomebodyElseCreatedAnew_IsSaidToBeUnknown()
    {
        await Other.PutAsync(Key, Bytes("old"), PutCondition.None);
        await Other.PutAsync(Key, Bytes("old"), PutCondition.None);
        Link.Next(FaultyLink.AnswerLostWhile(async () => await Other.PutAsync(Key, Bytes("theirs"), PutCondition.Absent)));
        await Should.ThrowAsync<StoreUnavailableException>(async () => await Store.DeleteAsync(Key, PutCondition.AtRevision(2)));
        (await ReadAsync()).ShouldBe(("theirs", 1));
    }

    [Fact]
    public async Task ConflictWithoutDoubt_IsNotReadBack()
    {
        await Other.PutAsync(Key, Bytes("theirs"), PutCondition.None);

        // Neither of these can have taken effect.
        Link.Next(FaultyLink.Error(400, "ThrottlingException"));
        (await Store.PutAsync(Key, Bytes("mine"), PutCondition.Absent)).ShouldBeNull();
        (await Store.DeleteAsync(Key, PutCondition.AtRevision(7))).ShouldBeFalse();
        Link.Requests.ShouldBe(["PutItem", "PutItem", "DeleteItem"]);
    }

    [Fact]
    public async Task ManyWriters_OverABadLink_AreToldTheTruth()
    {
        var random = new Random(7);
        Link.Always = (forward, cancellationToken) =>
        {
            int chance;
            lock (random)
            {
                chance = random.Next(100);
            }

            return chance switch
            {
                < 15 => FaultyLink.AnswerLost(forward, cancellationToken),
                < 25 => FaultyLink.RequestLostWhile(() => Task.CompletedTask)(forward, cancellationToken),
                < 35 => FaultyLink.Error(400, "ThrottlingException")(forward, cancellationToken),
                _ => forward(),
            };
        };
        await Other.PutAsync(Key, Bytes(""), PutCondition.Absent);
        var (written, refused, unknown) = (new ConcurrentBag<string>(), new ConcurrentBag<string>(), new ConcurrentBag<string>());

        // Each adds a line of its own to what it read.
        await Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < 40; i++)
            {
                var line = $"{writer}-{i}\n";
                var read = (await Store.GetAsync(Key))!;
                try
                {
                    var revision = await Store.PutAsync(Key, (byte[])[.. read.Body.Span, .. Bytes(line)], PutCondition.AtRevision(read.Revision));
                    (revision is null ? refused : written).Add(line);
                    (revision is null || revision == read.Revision + 1).ShouldBeTrue();
                }
                catch (StoreUnavailableException)
                {
                    unknown.Add(line);
                }
            }
        })));

        var (body, last) = (await ReadAsync())!.Value;
        var lines = body.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line + "\n").ToHashSet();
        written.ShouldAllBe(line => lines.Contains(line));
        refused.ShouldAllBe(line => !lines.Contains(line));
        last.ShouldBe(lines.Count + 1);
        written.Count.ShouldBeGreaterThan(20);
        refused.ShouldNotBeEmpty();
        unknown.Count.ShouldBeLessThan(written.Count);
    }

    private static Fault Lost(string loss) => loss == "silent" ? FaultyLink.AnswerHangs : FaultyLink.AnswerLost;
}
