// Blob events of the inbox to the queue `uploads`, with the app's identity: no key, no webhook to validate (D14).
param name string
param location string
param tags object
param identityId string
param storageName string
param serviceBusName string

@description('The container in which uploads arrive.')
param container string

@description('The queue that hears of them.')
param queue string

@description('The container for events that the queue did not take within a day; the hourly sweep finds their blobs all the same.')
param undelivered string

resource account 'Microsoft.Storage/storageAccounts@2023-05-01' existing = {
  name: storageName
}

resource namespace 'Microsoft.ServiceBus/namespaces@2024-01-01' existing = {
  name: serviceBusName

  resource uploads 'queues' existing = {
    name: queue
  }
}

resource topic 'Microsoft.EventGrid/systemTopics@2025-02-15' = {
  name: name
  location: location
  tags: tags
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identityId}': {} } }
  properties: { source: account.id, topicType: 'Microsoft.Storage.StorageAccounts' }
}

resource subscription 'Microsoft.EventGrid/systemTopics/eventSubscriptions@2025-02-15' = {
  parent: topic
  name: 'uploads'
  properties: {
    eventDeliverySchema: 'EventGridSchema'
    deliveryWithResourceIdentity: {
      identity: { type: 'UserAssigned', userAssignedIdentity: identityId }
      destination: { endpointType: 'ServiceBusQueue', properties: { resourceId: namespace::uploads.id } }
    }
    deadLetterWithResourceIdentity: {
      identity: { type: 'UserAssigned', userAssignedIdentity: identityId }
      deadLetterDestination: { endpointType: 'StorageBlob', properties: { resourceId: account.id, blobContainerName: undelivered } }
    }
    retryPolicy: { eventTimeToLiveInMinutes: 1440, maxDeliveryAttempts: 30 }
    filter: {
      includedEventTypes: ['Microsoft.Storage.BlobCreated']
      subjectBeginsWith: '/blobServices/default/containers/${container}/blobs/'
      enableAdvancedFilteringOnArrays: false
      advancedFilters: [
        // An upload in steps raises events before its last one too (azure-docs#112407); these come last.
        { operatorType: 'StringIn', key: 'data.api', values: ['PutBlob', 'PutBlockList', 'CopyBlob', 'FlushWithClose'] }
        // What the hub itself lays beside an upload is none.
        { operatorType: 'StringNotEndsWith', key: 'subject', values: ['.report.json', '.errors.json'] }
      ]
    }
  }
}
