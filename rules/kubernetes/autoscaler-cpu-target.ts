import { defineRule, type Fix, option } from '#engine';
import {
  type Autoscaler,
  autoscalerOf,
  autoscalingIn,
  type Field,
  isNonProduction,
  type ScaleMetric,
  versionOf,
} from '#languages/kubernetes';
import { type Tree, treeEdits } from '#languages/yaml';

const HIGH = 70;
/** What the API takes where no metric is named. */
const IMPLIED = 80;

export default defineRule({
  id: 'kubernetes/autoscaler-cpu-target',
  guide: 'scaling/autoscaling',
  summary: 'Reports autoscalers that wait for more CPU utilization than the target.',
  severity: 'warning',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    high: 'Autoscaler "{name}" waits for {target}% of the requested CPU, more than {limit}%: new pods come when the old ones are slow.',
    implied:
      'Autoscaler "{name}" names no metric, which means 80% of the requested CPU: new pods come when the old ones are slow.',
  },
  reads: ['kubernetes'],
  options: {
    target: option.integer({
      default: 60,
      minimum: 1,
      maximum: 100,
      description: 'Percent of the requested CPU that an autoscaler may wait for.',
    }),
  },

  check(document, context) {
    const limit = context.options.target;
    const title = `Scale at ${limit}% of the requested CPU`;
    const compare = (utilization: Field<number> | undefined, name: string): void => {
      const target = utilization?.value;
      if (utilization === undefined || target === undefined || target <= limit) return;
      const value = utilization.node.style === 'plain' ? limit : String(limit);
      const edit = treeEdits(document.tree).setScalar(utilization.node, value);
      context.report({
        at: utilization,
        message: 'high',
        ...(target <= HIGH ? { severity: 'hint' as const } : {}),
        data: { name, target, limit },
        fixes: [edit && { title, safety: 'unsafe', edits: [edit] }],
      });
    };
    for (const { autoscaling, name } of autoscalingIn(document, context.workspace.facts('kubernetes')))
      compare(autoscaling.cpuTarget, name);
    context.each(document.objects, object => {
      const autoscaler = autoscalerOf(object);
      if (!autoscaler || isNonProduction(document, object)) return;
      const name = object.name ?? '(templated)';
      for (const { utilization } of cpuMetrics(autoscaler)) compare(utilization, name);
      if (limit >= IMPLIED || !object.nameNode || !isImplied(autoscaler)) return;
      const fixes = [addTarget(document.tree, autoscaler, limit, title)];
      context.report({ at: object.nameNode, message: 'implied', data: { name }, fixes });
    });
  },
});

function cpuMetrics({ metrics }: Autoscaler): readonly ScaleMetric[] {
  return metrics.filter(({ resource }) => resource === 'cpu');
}

/** Nothing is said of metrics in what is a whole autoscaler of the cluster's own. */
function isImplied({ type, object, metrics, metricsKnown, target, maximumField }: Autoscaler): boolean {
  const isWhole = !object.partial && target.node !== undefined && maximumField !== undefined;
  return type === 'hpa' && isWhole && metricsKnown && metrics.length === 0;
}

function addTarget(tree: Tree, { object, spec }: Autoscaler, limit: number, title: string): Fix | undefined {
  const edits = treeEdits(tree);
  const target = { type: 'Utilization', averageUtilization: limit };
  const edit =
    versionOf(object) === 'v1'
      ? edits.addEntry(spec, 'targetCPUUtilizationPercentage', limit)
      : edits.addEntry(spec, 'metrics', [{ type: 'Resource', resource: { name: 'cpu', target } }]);
  return edit && { title, safety: 'unsafe', edits: [edit] };
}
