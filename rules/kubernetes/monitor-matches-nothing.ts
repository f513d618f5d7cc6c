import { defineRule } from '#engine';
import { isPatch, type Monitor, meantBy, monitorOf, relatedTo, type UnitObject, unmetKey } from '#languages/kubernetes';
import { asMap, asScalar } from '#languages/yaml';

export default defineRule({
  id: 'kubernetes/monitor-matches-nothing',
  guide: 'monitoring/metrics',
  summary: 'Reports monitors that select nothing where something that was probably meant is close.',
  severity: 'warning',
  recommended: true,
  fixable: 'no',
  messages: {
    services: 'No Service has these labels, so nothing is scraped; "{meant}" was probably meant.',
    pods: 'No pods have these labels, so nothing is scraped; those of "{meant}" were probably meant.',
  },
  reads: ['kubernetes'],
  alsoKnownAs: ['kube-linter/dangling-servicemonitor'],

  check(document, context) {
    const unit = context.workspace.facts('kubernetes');
    if (document.template || isPatch(document, unit)) return;
    for (const object of document.objects) {
      const monitor = monitorOf(object);
      if (!monitor?.selectorNode) continue;
      const near = meantBy(monitor, unit, context.workspace.allFacts('kubernetes'));
      const [first] = near;
      if (!first) continue;
      context.report({
        at: unmetIn(monitor, first),
        message: monitor.of,
        data: { meant: first.facts.name ?? '(unnamed)' },
        related: near.slice(0, 3).map(one => relatedTo(one, 'Perhaps this one.')),
      });
    }
  },
});

/** The value of the label that differs; the key that holds the selector where it is no plain label. */
function unmetIn({ selectorNode, selector, spec, object }: Monitor, { facts, podLabels }: UnitObject) {
  const key = unmetKey(selector, facts.service ? facts.labels : (podLabels ?? facts.labels));
  const labels = asMap(selectorNode?.get('matchLabels'));
  const value = key === undefined ? undefined : asScalar(labels?.entry(key)?.value);
  return value ?? spec.entry('selector')?.key ?? object.nameNode ?? object;
}
