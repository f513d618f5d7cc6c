import { defineRule, type Fix } from '#engine';
import {
  backendsOfRoute,
  type CircuitBreaker,
  circuitBreakersOf,
  indexOf,
  mostEndpointsOf,
  serviceOfHost,
  type Unit,
} from '#languages/kubernetes';
import { type Tree, treeEdits } from '#languages/yaml';

export default defineRule({
  id: 'kubernetes/circuit-breaker-without-effect',
  guide: 'reliability/circuit-breaker',
  summary: 'Reports circuit breakers that may take out less than one of the endpoints there are.',
  severity: 'warning',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    none: '{percent}% of the {count} endpoints of "{target}" is less than one: the circuit breaker never takes a broken one out.',
    single: '{percent}% of the only endpoint of "{target}" is less than one: the circuit breaker never opens.',
  },
  reads: ['kubernetes'],

  check(document, context) {
    const unit = context.workspace.facts('kubernetes');
    for (const object of document.objects) {
      for (const breaker of circuitBreakersOf(object)) {
        const percent = breaker.maxEjectionPercent?.effective;
        const isOff = breaker.failures.effective === 0 && !breaker.countsOtherwise;
        if (percent === undefined || percent >= 100 || breaker.alwaysEjectsOne !== false || isOff) continue;
        // Istio cannot tell 0 from nothing written.
        const share = breaker.mesh === 'Istio' && percent === 0 ? 10 : percent;
        const count = endpointsOf(breaker, unit);
        if (count === undefined || count < 1 || share * count >= 100) continue;
        const at = breaker.maxEjectionPercent?.field ?? breaker.key;
        const data = { percent: share, target: breaker.target };
        const fixes = [enough(document.tree, breaker, count)];
        if (count === 1) context.report({ at, message: 'single', data, fixes });
        else context.report({ at, message: 'none', data: { ...data, count }, fixes });
      }
    }
  },
});

/** The most that may ever stand behind what the breaker is for. */
function endpointsOf({ mesh, object, targets }: CircuitBreaker, unit: Unit): number | undefined {
  const index = indexOf(unit);
  const services =
    mesh === 'Istio'
      ? targets.map(serviceOfHost)
      : targets.flatMap(target => backendsOfRoute(index, target, object.namespace));
  let sum = 0;
  for (const service of services) {
    const count = service && mostEndpointsOf(unit, index, service.name, service.namespace ?? object.namespace);
    if (count === undefined) return undefined;
    sum += count;
  }
  return services.length === 0 ? undefined : sum;
}

function enough(tree: Tree, { node, maxEjectionPercent }: CircuitBreaker, count: number): Fix | undefined {
  const value = 50 * count >= 100 ? 50 : 100;
  const edits = treeEdits(tree);
  const field = maxEjectionPercent?.field;
  const edit = field ? edits.setScalar(field.node, value) : edits.addEntry(node, 'maxEjectionPercent', value);
  return edit && { title: `Let ${value}% be taken out`, safety: 'unsafe', edits: [edit] };
}
