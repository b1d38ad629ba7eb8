return await JcmHub.Cli.CommandLine.RunAsync(args);
