import { defineRule, type Fix } from '#engine';
import { describesGateway, healthPathsOf, type OpenApiDocument, type PathItem } from '#languages/openapi';
import { asMap, type Data, treeEdits } from '#languages/yaml';
import { edit } from '#text';

export default defineRule({
  id: 'openapi/single-health-endpoint',
  guide: 'reliability/health-endpoints',
  summary: 'Reports one health path that has to answer for liveness and for readiness.',
  severity: 'info',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    single: '"{path}" answers for liveness and for readiness: a slow database restarts processes that are well.',
  },
  check(document, { report }) {
    if (!document.complete) return;
    const { whole, isSplit } = healthPathsOf(document.api);
    const [item] = whole;
    if (!item || whole.length > 1 || isSplit || describesGateway(document.api)) return;
    report({
      at: item.entry.key,
      message: 'single',
      data: { path: item.path },
      fixes: [split(document, item)],
    });
  },
});

/** The old path stays: somebody probes it. */
function split({ pathsEntry, tree }: OpenApiDocument, item: PathItem): Fix | undefined {
  const paths = asMap(pathsEntry?.value);
  if (!paths?.entries.includes(item.entry)) return undefined;
  const isSpring = item.segments.includes('actuator');
  const base = `${item.path.slice(0, item.path.lastIndexOf('/'))}/health`;
  const live = `${base}/${isSpring ? 'liveness' : 'live'}`;
  const ready = `${base}/${isSpring ? 'readiness' : 'ready'}`;
  const isOpen = item.operations.some(one => one.security?.isOptional);
  const edits = treeEdits(tree);
  const first = edits.addEntry(paths, live, operation('Whether the process runs', isOpen), item.entry);
  const second = edits.addEntry(paths, ready, operation('Whether the dependencies answer', isOpen), item.entry);
  if (!first || !second) return undefined;
  // Both go to the same place: two insertions there would have no order.
  const both = edit.insert(first.span.start, first.text + second.text);
  return { title: `Add ${live} and ${ready}`, safety: 'unsafe', edits: [both] };
}

function operation(summary: string, isOpen: boolean): Data {
  const responses = { '200': { description: 'It does' }, '503': { description: 'It does not' } };
  return { get: { summary, ...(isOpen && { security: [] }), responses } };
}
