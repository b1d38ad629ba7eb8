// The function app on Flex Consumption, the plan that .NET 10 isolated has on Linux.
param name string
param location string
param tags object
param identityId string
param identityClientId string
param storageName string
param deploymentContainer string
param serviceBusNamespace string
param keyVaultUri string
param publicKeys string
param signingKeyId string
param signingKey string
param unreceiptedRecords int
param telemetryConnectionString string
param tokenAuthority string
param tokenAudience string
param tokenRoleClaim string
param registries object

var registrySettings = [for registry in items(registries): { name: 'Registries__${registry.key}__Endpoint', value: string(registry.value) }]
var settings = [
  { name: 'AzureWebJobsStorage__accountName', value: storageName }
  { name: 'AzureWebJobsStorage__credential', value: 'managedidentity' }
  { name: 'AzureWebJobsStorage__clientId', value: identityClientId }
  { name: 'APPLICATIONINSIGHTS_CONNECTION_STRING', value: telemetryConnectionString }
  { name: 'APPLICATIONINSIGHTS_AUTHENTICATION_STRING', value: 'ClientId=${identityClientId};Authorization=AAD' }
  { name: 'ManagedIdentity__clientId', value: identityClientId }
  { name: 'Storage__blobServiceUri', value: 'https://${storageName}.blob.${environment().suffixes.storage}' }
  { name: 'Storage__tableServiceUri', value: 'https://${storageName}.table.${environment().suffixes.storage}' }
  { name: 'ServiceBus__fullyQualifiedNamespace', value: serviceBusNamespace }
  { name: 'ServiceBus__credential', value: 'managedidentity' }
  { name: 'ServiceBus__clientId', value: identityClientId }
  { name: 'KeyVault__uri', value: keyVaultUri }
  { name: 'Exchange__PublicKeys', value: publicKeys }
  { name: 'Exchange__SigningKeyId', value: signingKeyId }
  { name: 'Exchange__SigningKeyVaultKey', value: signingKey }
  { name: 'Exchange__UnreceiptedRecords', value: string(unreceiptedRecords) }
  { name: 'Access__Authority', value: tokenAuthority }
  { name: 'Access__Audience', value: tokenAudience }
  { name: 'Access__RoleClaim', value: tokenRoleClaim }
]

resource plan 'Microsoft.Web/serverfarms@2023-12-01' = {
  name: 'plan-${name}'
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: { reserved: true }
}

resource app 'Microsoft.Web/sites@2023-12-01' = {
  name: name
  location: location
  tags: tags
  kind: 'functionapp,linux'
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identityId}': {} } }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: 'https://${storageName}.blob.${environment().suffixes.storage}/${deploymentContainer}'
          authentication: { type: 'UserAssignedIdentity', userAssignedIdentityResourceId: identityId }
        }
      }
      scaleAndConcurrency: { maximumInstanceCount: 40, instanceMemoryMB: 2048 }
      runtime: { name: 'dotnet-isolated', version: '10.0' }
    }
    siteConfig: { minTlsVersion: '1.2', appSettings: concat(settings, registrySettings) }
  }
}

output name string = app.name
output address string = 'https://${app.properties.defaultHostName}/api/'
