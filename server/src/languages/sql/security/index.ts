export { isAdapterTable } from '../../credentialWords.ts';
export {
  isSaidToBeHashed,
  keepsPasswords,
  keepsTokensForEver,
  mayKeepTokens,
  renamedDefinition,
  tableWordsOf,
  tokenKind,
} from './credentials.ts';
export { definersWithoutSearchPath } from './definers.ts';
export { excessiveAttributes, excessiveGrant, isContainerInit, publicGrant, roleInstead } from './grants.ts';
export { literalsOf } from './literals.ts';
export { type OpenPolicy, openPolicies } from './policies.ts';
export { type PlaintextConnection, plaintextConnections, type Secret, secretsIn } from './secrets.ts';
export { type ConnectionLimit, connectionLimits, type SettingRisk, unsafeSetting } from './settings.ts';
