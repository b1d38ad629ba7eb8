// The hub in Azure: one function app (Flex Consumption) with one managed identity and no keys anywhere.
// Subscription scope, one module per concern, after the azd quickstarts.
targetScope = 'subscription'

@minLength(1)
@maxLength(20)
@description('Name of the environment; part of every resource name.')
param environmentName string

@description('Region of every resource.')
param location string

@description('Issuer of the access tokens that the hub accepts.')
param tokenIssuer string

@description('Audience of the access tokens that the hub accepts.')
param tokenAudience string = 'jcmhub'

@description('Address of each registry: Party code to base URI that ends in a slash.')
param registries object = {}

var suffix = uniqueString(subscription().id, environmentName, location)
var tags = { 'azd-env-name': environmentName }

resource group 'Microsoft.Resources/resourceGroups@2024-03-01' = {
  name: 'rg-jcmhub-${environmentName}'
  location: location
  tags: tags
}

module identity 'modules/identity.bicep' = {
  name: 'identity'
  scope: group
  params: { name: 'id-jcmhub-${suffix}', location: location, tags: tags }
}

module telemetry 'modules/telemetry.bicep' = {
  name: 'telemetry'
  scope: group
  params: { suffix: suffix, location: location, tags: tags, principalId: identity.outputs.principalId }
}

module storage 'modules/storage.bicep' = {
  name: 'storage'
  scope: group
  params: { name: 'stjcm${suffix}', location: location, tags: tags, principalId: identity.outputs.principalId }
}

module serviceBus 'modules/service-bus.bicep' = {
  name: 'service-bus'
  scope: group
  params: { name: 'sb-jcmhub-${suffix}', location: location, tags: tags, principalId: identity.outputs.principalId }
}

module keyVault 'modules/key-vault.bicep' = {
  name: 'key-vault'
  scope: group
  params: { name: 'kv-jcm-${suffix}', location: location, tags: tags, principalId: identity.outputs.principalId }
}

module functions 'modules/functions.bicep' = {
  name: 'functions'
  scope: group
  params: {
    name: 'func-jcmhub-${suffix}'
    location: location
    tags: union(tags, { 'azd-service-name': 'functions' })
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    storageName: storage.outputs.name
    serviceBusNamespace: serviceBus.outputs.fullyQualifiedNamespace
    keyVaultUri: keyVault.outputs.uri
    telemetryConnectionString: telemetry.outputs.connectionString
    tokenIssuer: tokenIssuer
    tokenAudience: tokenAudience
    registries: registries
  }
}

output AZURE_FUNCTION_NAME string = functions.outputs.name
output HUB_ADDRESS string = functions.outputs.address
