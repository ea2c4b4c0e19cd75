using ControlPlane.Gateway.Routing;
using ControlPlane.Gateway.Tests.Doubles;
using FsCheck;
using FsCheck.Fluent;

namespace ControlPlane.Gateway.Tests.Routing;

public sealed class RouteTreeProperties
{
    private static readonly Gen<string> Template =
        from depth in Gen.Choose(0, 4)
        from parts in Gen.Elements("a", "b", "c", "{v}").ListOf(depth)
        from greedy in Gen.Elements("", "", "/{g+}")
        select parts.Count + greedy.Length == 0 ? "/" : string.Concat(parts.Select(part => "/" + part)) + greedy;

    private static readonly Gen<string> Path =
        from depth in Gen.Choose(0, 6)
        from parts in Gen.Elements("a", "b", "c", "d", "").ListOf(depth)
        from slash in Gen.Elements("", "", "/")
        select parts.Count == 0 ? "/" : string.Concat(parts.Select(part => "/" + part)) + slash;

    [Fact]
    public void Finds_what_the_naive_matcher_finds()
    {
        var cases =
            from templates in Template.NonEmptyListOf()
            from path in Path
            select (Templates: templates.Distinct().ToArray(), Path: path);

        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(3000),
            Prop.ForAll(cases.ToArbitrary(), sample =>
            {
                var tree = RouteTreeBuilder.Build([.. sample.Templates.Select(template => Sample.Resource(template, Sample.Method("GET")))]);
                var found = tree.Match(sample.Path, "GET", new PathRange[tree.MaxParameters]).Resource?.Path;
                return (found == NaiveMatcher.Match(sample.Templates, sample.Path)).Label($"{found} for {sample.Path}");
            }));
    }
}
