import { defineRule, type Fix } from '#engine';
import {
  type DestinationRule,
  destinationRuleOf,
  indexOf,
  isPatch,
  protocolOf,
  serviceOfHost,
  sharesNamespace,
  type UnitIndex,
} from '#languages/kubernetes';
import { asMap, type Tree, treeEdits } from '#languages/yaml';

export default defineRule({
  id: 'kubernetes/missing-circuit-breaker',
  guide: 'reliability/circuit-breaker',
  summary: 'Reports a DestinationRule that has a traffic policy or subsets and no outlierDetection.',
  severity: 'info',
  recommended: true,
  fixable: 'safe',
  messages: {
    missing:
      'Nothing takes broken endpoints of "{host}" out: without outlierDetection, callers go on waiting for them.',
  },
  reads: ['kubernetes'],

  check(document, context) {
    if (isPatch(document, context.workspace.facts('kubernetes'))) return;
    for (const object of document.objects) {
      const rule = object.partial ? undefined : destinationRuleOf(object);
      const host = rule?.host?.value;
      if (!rule?.host || host === undefined || !isLacking(rule)) continue;
      const all = indexOf(context.workspace.allFacts('kubernetes'));
      if (!isForHttp(all, host, object.namespace) || isBrokenElsewhere(all, host, object.namespace)) continue;
      const fix = addDetection(document.tree, rule);
      context.report({ at: rule.host, message: 'missing', data: { host }, fixes: [fix] });
    }
  },
});

function isLacking({ spec, policies, subsets }: DestinationRule): boolean {
  const isOpen = spec.open || policies.some(({ node }) => node.open) || subsets.some(({ node }) => node.open);
  // A key is enough: what stands behind it is other rules' matter.
  const isWritten = policies.some(({ node }) => node.get('outlierDetection') || node.entry('outlierDetection'));
  return !isOpen && !isWritten && (policies.length > 0 || subsets.length > 0);
}

/** A Service of the workspace that speaks HTTP, or a host that a ServiceEntry makes known. */
function isForHttp(all: UnitIndex, host: string, from: string | undefined): boolean {
  if (all.having('externalHosts').some(({ facts }) => facts.externalHosts.includes(host))) return true;
  const service = serviceOfHost(host);
  const found = service ? all.named('', 'Service', service.name, service.namespace ?? from) : [];
  return found.some(({ facts }) =>
    facts.service?.ports.some(({ name, port }) => protocolOf({ name, number: port }) !== 'other'),
  );
}

/** By another rule for the host, or by one for the whole mesh. */
function isBrokenElsewhere(all: UnitIndex, host: string, from: string | undefined): boolean {
  return all.having('destination').some(({ facts }) => {
    const { host: other, detectsOutliers } = facts.destination;
    if (!detectsOutliers) return false;
    return other === undefined || other.startsWith('*') || (other === host && sharesNamespace(facts.namespace, from));
  });
}

/** The guide's numbers. */
const DETECTION = { consecutive5xxErrors: 5, interval: '10s', baseEjectionTime: '30s', maxEjectionPercent: 50 };

function addDetection(tree: Tree, { spec }: DestinationRule): Fix | undefined {
  const edits = treeEdits(tree);
  const policy = spec.entry('trafficPolicy');
  const map = asMap(policy?.value);
  // What a port sets replaces everything that stands above it: each would need its own.
  if ((policy && !map) || map?.get('portLevelSettings')) return undefined;
  const edit = map
    ? edits.addEntry(map, 'outlierDetection', DETECTION)
    : edits.addEntry(spec, 'trafficPolicy', { outlierDetection: DETECTION }, spec.entry('host'));
  return edit && { title: 'Add outlierDetection', safety: 'safe', edits: [edit] };
}
