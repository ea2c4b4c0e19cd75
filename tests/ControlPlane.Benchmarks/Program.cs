using BenchmarkDotNet.Running;
using ControlPlane.Benchmarks;

if (args is ["serve", .. var rest])
{
    await ServeMode.RunAsync(rest);
    return;
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
