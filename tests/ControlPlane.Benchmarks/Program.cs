using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using ControlPlane.Benchmarks;

switch (args)
{
    case ["serve", .. var rest]:
        await ServeMode.RunAsync(rest);
        break;
    case ["drive", .. var rest]:
        await DriveMode.RunAsync(rest);
        break;
    default:
        var config = DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, config);
        break;
}
