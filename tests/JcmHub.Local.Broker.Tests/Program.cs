using JcmHub.Soak.Broker.Shared;

return args is ["broker-serve", .. var rest] ? await BrokerProcess.ServeAsync(rest) : 2;
