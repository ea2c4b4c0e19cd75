using ControlPlane.Local;

return await CommandLine.RunAsync(args).ConfigureAwait(false);
