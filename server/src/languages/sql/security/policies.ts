import type { Expression, Policy, SqlDocument } from '../model.ts';
import { isAdministrative } from './grants.ts';

/** A policy that lets roles write what they like. */
export interface OpenPolicy {
  readonly policy: Policy;
  /** The condition that always holds. */
  readonly condition: Expression;
  readonly action: string;
}

const ALWAYS = /^[(\s]*(?:true|'t(?:rue)?'(?:\s*::\s*bool(?:ean)?)?|1\s*=\s*1)[)\s]*$/i;
const ACTIONS: Readonly<Record<string, string>> = {
  ALL: 'read and change every row of',
  INSERT: 'insert any row into',
  UPDATE: 'change every row of',
  DELETE: 'delete every row of',
};

/** The policies that are open for writing and still there at the end of the file. */
export function openPolicies(document: SqlDocument): readonly OpenPolicy[] {
  return document.statementsOf('createPolicy', 'alterPolicy').flatMap((policy): OpenPolicy[] => {
    const condition = openCondition(policy);
    if (!condition || isDroppedLater(document, policy)) return [];
    const onlyNewRows = condition === policy.withCheck && policy.command !== 'INSERT';
    const action = onlyNewRows ? 'write any row into' : (ACTIONS[policy.command] ?? ACTIONS['ALL']!);
    return [{ policy, condition, action }];
  });
}

function openCondition({ type, restrictive, command, roles, using, withCheck, templated, broken }: Policy) {
  if (restrictive || templated || broken || command === 'SELECT') return undefined;
  if (roles.length > 0 && roles.every(one => isAdministrative(one.text))) return undefined;
  // ALTER POLICY does not say what the policy is for; only one for writing has a condition on new rows.
  const candidates = type === 'alterPolicy' ? [withCheck] : [using, withCheck];
  return candidates.find(one => one && ALWAYS.test(one.text));
}

function isDroppedLater(document: SqlDocument, { name, table, span }: Policy): boolean {
  return document
    .statementsOf('dropOther')
    .some(
      one =>
        one.object === 'POLICY' &&
        one.span.start > span.start &&
        one.table?.name.text === table?.name.text &&
        one.names.some(dropped => dropped.name.text === name?.text),
    );
}
