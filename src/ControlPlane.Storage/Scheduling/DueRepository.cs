using System.Globalization;
using ControlPlane.Domain;
using ControlPlane.Storage.Items;

namespace ControlPlane.Storage.Scheduling;

/// <summary>
/// What is due when: an index by time over stages that carry work in themselves. An entry is written before the change that makes it
/// necessary and removed after its work is done, so none is ever missing; one that is left over finds nothing to do.
/// </summary>
/// <param name="store">The store.</param>
public sealed class DueRepository(IItemStore store)
{
    private static readonly byte[] _empty = "{}"u8.ToArray();

    /// <summary>Notes that something will be due; noting it twice is the same as once.</summary>
    public async ValueTask AddAsync(DueWork work, CancellationToken cancellationToken) =>
        await store.PutAsync(Keys.Due(work), _empty, PutCondition.None, null, cancellationToken).ConfigureAwait(false);

    /// <summary>Strikes off what is done, if it is still there.</summary>
    public async ValueTask RemoveAsync(DueWork work, CancellationToken cancellationToken) =>
        await store.DeleteAsync(Keys.Due(work), PutCondition.None, cancellationToken).ConfigureAwait(false);

    /// <summary>Reads a page of what is due, the oldest first.</summary>
    /// <param name="now">The present: later work is not read.</param>
    /// <param name="limit">Most elements in the page, 1 or more.</param>
    /// <param name="position">The token of the page before, or null.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    public async ValueTask<Page<DueWork>> ListAsync(DateTimeOffset now, int limit, string? position, CancellationToken cancellationToken)
    {
        var query = new ItemQuery(Keys.DueList, "") { Limit = limit, After = PagePosition.Decode(position) };
        var page = await store.QueryAsync(query, cancellationToken).ConfigureAwait(false);
        var due = new List<DueWork>(page.Items.Count);
        foreach (var item in page.Items)
        {
            if (TryRead(item.Key.Sort) is not { } work)
            {
                // Another version's; it is not ours to judge.
                continue;
            }

            if (work.DueAt > now)
            {
                return new Page<DueWork>(due, null);
            }

            due.Add(work);
        }

        return new Page<DueWork>(due, PagePosition.Encode(page.Continuation));
    }

    private static DueWork? TryRead(string sort) =>
        sort.Split('#') is [var time, var duty, var apiId, var stageName]
        && long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            ? new DueWork(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), duty, apiId, stageName)
            : null;
}
