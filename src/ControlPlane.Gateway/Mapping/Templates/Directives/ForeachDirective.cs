using ControlPlane.Gateway.Mapping.Templates.Expressions;
using ControlPlane.Gateway.Mapping.Templates.Methods;
using ControlPlane.Gateway.Mapping.Templates.Values;

namespace ControlPlane.Gateway.Mapping.Templates.Directives;

/// <summary><c>#foreach</c>: over the items of a list, the values of a map or the numbers of a range; over anything else not at all.</summary>
/// <param name="item">The variable of the item.</param>
/// <param name="loop">The variable <c>$foreach</c>.</param>
/// <param name="count">The variable <c>$velocityCount</c>.</param>
/// <param name="source">What to go over.</param>
/// <param name="content">What is rendered for each.</param>
internal sealed class ForeachDirective(int item, int loop, int count, Expression source, Block content) : ContentNode
{
    public override Flow Render(Rendering rendering)
    {
        if (source is RangeLiteral range)
        {
            return range.Ends(rendering) is var (first, last) ? OverRange(rendering, first, last) : Flow.Next;
        }

        return source.Evaluate(rendering) switch
        {
            VtlList list => OverList(rendering, list),
            VtlMap map => OverList(rendering, MapMethods.Values(map, rendering)),
            VtlIterator iterator => OverIterator(rendering, iterator),
            _ => Flow.Next,
        };
    }

    private Flow OverRange(Rendering rendering, int first, int last)
    {
        var turns = Math.Abs((long)last - first) + 1;
        var step = last < first ? -1 : 1;
        var scope = new Scope(this, rendering);
        var flow = Flow.Next;
        for (var i = 0; i < Math.Min(turns, TemplateLimits.LoopTurns) && flow == Flow.Next; i++)
        {
            flow = scope.Turn(i, Boxed.Of(first + (i * step)), i + 1 < turns);
        }

        return scope.End(flow);
    }

    private Flow OverList(Rendering rendering, VtlList list)
    {
        var scope = new Scope(this, rendering);
        var flow = Flow.Next;
        for (var i = 0; i < Math.Min(list.Count, TemplateLimits.LoopTurns) && flow == Flow.Next; i++)
        {
            flow = scope.Turn(i, list.Items[i], i + 1 < list.Count);
        }

        return scope.End(flow);
    }

    private Flow OverIterator(Rendering rendering, VtlIterator iterator)
    {
        var scope = new Scope(this, rendering);
        var flow = Flow.Next;
        for (var i = 0; i < TemplateLimits.LoopTurns && iterator.HasNext && flow == Flow.Next; i++)
        {
            var next = iterator.Next();
            flow = scope.Turn(i, next, iterator.HasNext);
        }

        return scope.End(flow);
    }

    /// <summary>The variables of one run of the loop; afterwards they are what they were before.</summary>
    private readonly struct Scope
    {
        private readonly ForeachDirective _directive;
        private readonly Rendering _rendering;
        private readonly object? _item;
        private readonly object? _loop;
        private readonly object? _count;
        private readonly LoopState _state;

        public Scope(ForeachDirective directive, Rendering rendering)
        {
            var slots = rendering.Slots;
            _directive = directive;
            _rendering = rendering;
            _item = slots[directive.Item];
            _loop = slots[directive.Loop];
            _count = slots[directive.Count];
            _state = new LoopState(_loop);
        }

        public Flow Turn(int index, object? value, bool hasNext)
        {
            var slots = _rendering.Slots;
            _state.Index = index;
            _state.HasNext = hasNext;
            slots[_directive.Item] = value;
            slots[_directive.Loop] = _state;
            slots[_directive.Count] = Boxed.Of(index + 1);
            return _directive.Content.Render(_rendering);
        }

        public Flow End(Flow flow)
        {
            var slots = _rendering.Slots;
            slots[_directive.Item] = _item;
            slots[_directive.Loop] = _loop;
            slots[_directive.Count] = _count;
            return flow == Flow.Break ? Flow.Next : flow;
        }
    }

    private int Item => item;

    private int Loop => loop;

    private int Count => count;

    private Block Content => content;
}
