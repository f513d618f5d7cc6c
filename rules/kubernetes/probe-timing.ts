import { defineRule } from '#engine';
import {
  type Container,
  isPatch,
  isWellKnownSidecar,
  type Probe,
  probeRoles,
  serviceWorkloads,
} from '#languages/kubernetes';
import { asScalar, type ScalarNode } from '#languages/yaml';

export default defineRule({
  id: 'kubernetes/probe-timing',
  guide: 'reliability/health-endpoints',
  summary: 'Reports probes whose seconds and thresholds contradict each other or kill too soon.',
  severity: 'warning',
  recommended: true,
  fixable: 'no',
  messages: {
    slow: 'The {probe} probe of container "{container}" waits {timeout} s but asks every {period} s: failures are noticed late.',
    hasty:
      'Liveness of container "{container}" gives up after {seconds} s: a pause of that length kills a healthy process.',
    rejected: 'The {probe} probe of container "{container}" wants {count} successes: the API server accepts only 1.',
  },
  reads: ['kubernetes'],

  check(document, context) {
    const unit = context.workspace.facts('kubernetes');
    const patch = isPatch(document, unit);
    const workloads = serviceWorkloads(document, unit);
    const containers = workloads.flatMap(({ object }) => object.podSpec()?.containers ?? []);
    const visit = (container: Container): void => {
      if (container.image !== undefined && isWellKnownSidecar(container.image)) return;
      for (const role of probeRoles) {
        const probe = container.probe(role);
        if (!probe?.owned) continue;
        const data = { container: container.shownName, probe: role };
        const { periodSeconds: period, timeoutSeconds: timeout, failureThreshold: failures } = probe;
        const { periodSeconds, timeoutSeconds, failureThreshold, successThreshold } = writtenIn(probe);
        // What a patch does not say, its base says.
        const whole = !patch && !container.partial;
        const knowsPeriod = period !== undefined && (whole || periodSeconds !== undefined);
        if (timeoutSeconds && knowsPeriod && timeout !== undefined && timeout > period)
          context.report({ at: timeoutSeconds, message: 'slow', data: { ...data, timeout, period } });
        const last = failureThreshold ?? periodSeconds;
        const knowsFailures = failures !== undefined && (whole || failureThreshold !== undefined);
        if (role === 'liveness' && last && knowsPeriod && knowsFailures && period * failures < SHORTEST)
          context.report({ at: last, message: 'hasty', data: { ...data, seconds: period * failures } });
        const count = probe.successThreshold;
        if (role !== 'readiness' && successThreshold && count !== undefined && count !== 1)
          context.report({ at: successThreshold, message: 'rejected', severity: 'error', data: { ...data, count } });
      }
    };
    // A list that changes with the kustomization cannot be remembered with its items.
    if (patch) containers.forEach(visit);
    else context.each(containers, visit);
  },
});

/** Seconds without an answer after which liveness may kill. */
const SHORTEST = 10;

function writtenIn({ node }: Probe): Readonly<Record<Field, ScalarNode | undefined>> {
  const scalar = (field: Field): ScalarNode | undefined => asScalar(node.entry(field)?.value);
  return {
    periodSeconds: scalar('periodSeconds'),
    timeoutSeconds: scalar('timeoutSeconds'),
    failureThreshold: scalar('failureThreshold'),
    successThreshold: scalar('successThreshold'),
  };
}

type Field = 'periodSeconds' | 'timeoutSeconds' | 'failureThreshold' | 'successThreshold';
