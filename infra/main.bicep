// The hub in Azure: one function app (Flex Consumption) with one managed identity and no keys anywhere.
// Subscription scope, one module per concern, after the azd quickstarts.
targetScope = 'subscription'

@minLength(1)
@maxLength(20)
@description('Name of the environment; part of every resource name.')
param environmentName string

@description('Region of every resource.')
param location string

@description('OpenID Connect issuer of the access tokens that the hub accepts: the address before /.well-known/openid-configuration.')
param tokenAuthority string

@description('Claim of the access tokens that holds the role; app roles of Microsoft Entra ID are in the claim roles.')
param tokenRoleClaim string = 'roles'

@description('Audience of the access tokens that the hub accepts.')
param tokenAudience string = 'jcmhub'

@description('Address of each registry: Party code to base URI that ends in a slash.')
param registries object = {}

@description('Registries that read a queue of their own, their Party having the delivery mode queue: Party code to the object id of the identity that may.')
param queueRegistries object = {}

@description('Registries that fetch files from a container of their own, their Party having the delivery mode file: Party code to the object id of the identity that may.')
param fileRegistries object = {}

@description('Where the app finds the public keys of the hub and the registries, one JSON file each: a folder of the deployed package.')
param publicKeys string = '/home/site/wwwroot/keys'

@description('Id (RFC 7638 thumbprint) of the hub\'s signing key, under which its public part lies among the public keys. Empty until the vault has made the key: it is read there, its file is added to the package, and this is set.')
param signingKeyId string = ''

@minValue(1)
@maxValue(100)
@description('How many records of a stream a queue or container of a registry may hold without a receipt.')
param unreceiptedRecords int = 100

@minValue(1)
@maxValue(146000)
@description('Days for which a sealed record can be neither changed nor deleted. Ten years: our choice, no rule names a period.')
param sealedRecordsDays int = 3653

@description('Whether the retention of sealed records was locked. Unlocked, who owns the account can still shorten or remove it, which a trial needs; locked, nobody can, for good, so it is an act of a person (az storage container immutability-policy lock) and not of a template. Azure refuses to write a locked policy again: with true the template leaves it alone.')
param sealedRecordsLocked bool = false

var inbox = 'reports-inbox'
var undeliveredEvents = 'undelivered-events'
var deployments = 'deployments'
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
  params: {
    name: 'stjcm${suffix}'
    location: location
    tags: tags
    principalId: identity.outputs.principalId
    containerNames: [inbox, undeliveredEvents, deployments]
    registries: fileRegistries
    sealedRecordsDays: sealedRecordsDays
    sealedRecordsLocked: sealedRecordsLocked
  }
}

module serviceBus 'modules/service-bus.bicep' = {
  name: 'service-bus'
  scope: group
  params: { name: 'sb-jcmhub-${suffix}', location: location, tags: tags, principalId: identity.outputs.principalId, registries: queueRegistries }
}

module eventGrid 'modules/event-grid.bicep' = {
  name: 'event-grid'
  scope: group
  params: {
    name: 'evgt-jcmhub-${suffix}'
    location: location
    tags: tags
    identityId: identity.outputs.id
    storageName: storage.outputs.name
    serviceBusName: serviceBus.outputs.name
    container: inbox
    queue: 'uploads'
    undelivered: undeliveredEvents
  }
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
    deploymentContainer: deployments
    serviceBusNamespace: serviceBus.outputs.fullyQualifiedNamespace
    keyVaultUri: keyVault.outputs.uri
    publicKeys: publicKeys
    signingKeyId: signingKeyId
    unreceiptedRecords: unreceiptedRecords
    signingKey: keyVault.outputs.signingKey
    telemetryConnectionString: telemetry.outputs.connectionString
    tokenAuthority: tokenAuthority
    tokenAudience: tokenAudience
    tokenRoleClaim: tokenRoleClaim
    registries: registries
  }
}

output AZURE_FUNCTION_NAME string = functions.outputs.name
output HUB_ADDRESS string = functions.outputs.address
