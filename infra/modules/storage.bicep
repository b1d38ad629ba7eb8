// Blobs hold what arrived and what was proved; Tables hold state (D2). No shared keys. The hub makes its tables and containers when it
// starts; here is only what other resources refer to, and the one container that Azure itself keeps from change.
param name string
param location string
param tags object
param principalId string

@description('Containers, beside those that the hub makes itself.')
param containerNames array

@description('Registries that fetch files from a container of their own: Party code to the object id of the one identity that may.')
param registries object

@description('Days for which a sealed record can be neither changed nor deleted.')
param sealedRecordsDays int

@description('Whether that was locked; then it is left alone.')
param sealedRecordsLocked bool

var roles = {
  blobDataOwner: 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
  tableDataContributor: '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
}
var blobDataReader = '2a2b9908-6ea1-4ae2-8e65-a410df84e7d1'

resource account 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: 'Standard_ZRS' }
  properties: {
    allowBlobPublicAccess: false
    allowSharedKeyAccess: false
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
  }
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2023-05-01' = {
  parent: account
  name: 'default'
  properties: { deleteRetentionPolicy: { enabled: true, days: 30 }, isVersioningEnabled: true }
}

resource containers 'Microsoft.Storage/storageAccounts/blobServices/containers@2023-05-01' = [for container in containerNames: {
  parent: blobs
  name: container
}]

// Records and receipts, sealed every night (D6): written once. Not even the hub's own identity, which owns the data, can change them.
resource sealed 'Microsoft.Storage/storageAccounts/blobServices/containers@2023-05-01' = {
  parent: blobs
  name: 'sealed-records'
}

resource retention 'Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies@2023-05-01' = if (!sealedRecordsLocked) {
  parent: sealed
  name: 'default'
  properties: { immutabilityPeriodSinceCreationInDays: sealedRecordsDays, allowProtectedAppendWrites: false }
}

resource assignments 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for role in items(roles): {
  name: guid(account.id, principalId, role.value)
  scope: account
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role.value)
  }
}]

resource drops 'Microsoft.Storage/storageAccounts/blobServices/containers@2023-05-01' = [for registry in items(registries): {
  parent: blobs
  name: 'to-${toLower(registry.key)}'
}]

resource readers 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for (registry, i) in items(registries): {
  name: guid(account.id, 'to', registry.key, string(registry.value))
  scope: drops[i]
  properties: {
    principalId: string(registry.value)
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', blobDataReader)
  }
}]

output name string = account.name
