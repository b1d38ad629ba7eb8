// The queues, as infra/queues.json declares them for the local broker and for Azure alike.
param name string
param location string
param tags object
param principalId string

@description('Registries that read a queue of their own: Party code to the object id of the one identity that may.')
param registries object

var declared = loadJsonContent('../queues.json').queues
var ofRegistry = loadJsonContent('../queues.json').registryQueue
var registryQueues = map(items(registries), registry => union(ofRegistry, { name: replace(ofRegistry.name, '{party}', toLower(registry.key)) }))
var roles = {
  receiver: '4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0'
  sender: '69a216fc-b8fb-44d8-bc22-1f3c2cd27a39'
}

resource namespace 'Microsoft.ServiceBus/namespaces@2024-01-01' = {
  name: name
  location: location
  tags: tags
  sku: { name: 'Standard', tier: 'Standard' }
  properties: { disableLocalAuth: true, minimumTlsVersion: '1.2' }
}

resource queues 'Microsoft.ServiceBus/namespaces/queues@2024-01-01' = [for queue in concat(declared, registryQueues): {
  parent: namespace
  name: queue.name
  properties: {
    lockDuration: queue.lockDuration
    maxDeliveryCount: queue.maxDeliveryCount
    defaultMessageTimeToLive: queue.defaultMessageTimeToLive
    deadLetteringOnMessageExpiration: queue.deadLetteringOnMessageExpiration
    requiresDuplicateDetection: queue.requiresDuplicateDetection
    duplicateDetectionHistoryTimeWindow: queue.duplicateDetectionHistoryTimeWindow
    maxSizeInMegabytes: queue.maxSizeInMegabytes
  }
}]

resource assignments 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for role in items(roles): {
  name: guid(namespace.id, principalId, role.value)
  scope: namespace
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role.value)
  }
}]

resource readers 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for (registry, i) in items(registries): {
  name: guid(namespace.id, 'to', registry.key, string(registry.value))
  scope: queues[length(declared) + i]
  properties: {
    principalId: string(registry.value)
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.receiver)
  }
}]

output name string = namespace.name
output fullyQualifiedNamespace string = '${namespace.name}.servicebus.windows.net'
