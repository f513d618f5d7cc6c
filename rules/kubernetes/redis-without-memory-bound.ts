import { defineRule, type Fix } from '#engine';
import {
  addItems,
  bytesOf,
  type Container,
  directiveOf,
  indexOf,
  isPatch,
  isStore,
  redisSettingsOf,
  resourcesOf,
} from '#languages/kubernetes';
import { asSeq, type Tree, treeEdits } from '#languages/yaml';

/** Of the limit: the rest is for buffers, replication and the copy that is written to disk. */
const SHARE = 0.75;
const MIB = 1024 * 1024;

export default defineRule({
  id: 'kubernetes/redis-without-memory-bound',
  guide: 'reliability/memory-bounds',
  summary: 'Reports Redis servers whose container has a memory limit that the server does not know of.',
  severity: 'info',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    without: '"{name}" has a limit of {limit} and no maxmemory: it is killed when it is full, with all that it holds.',
  },
  reads: ['kubernetes'],

  check(document, context) {
    const unit = context.workspace.facts('kubernetes');
    if (document.template || isPatch(document, unit)) return;
    for (const object of document.objects) {
      for (const settings of redisSettingsOf(object, document.text)) {
        const { container, at, open } = settings;
        const limit = container && resourcesOf(container).limits.get('memory');
        if (!container || !at || !limit?.value || open || directiveOf(settings, 'maxmemory')) continue;
        // A file, a variable of the image, or an operator may say it all the same.
        if (isStore(object, settings) || container.env.length > 0) continue;
        if (indexOf(unit).having('boundsMemory').length > 0) continue;
        context.report({
          at,
          message: 'without',
          data: { name: settings.name, limit: limit.text },
          fixes: [bound(document.tree, container, Math.floor((bytesOf(limit.value) * SHARE) / MIB))],
        });
      }
    }
  },
});

function bound(tree: Tree, { node }: Container, mebibytes: number): Fix | undefined {
  if (mebibytes < 1) return undefined;
  const words = ['--maxmemory', `${mebibytes}mb`, '--maxmemory-policy', 'allkeys-lru'];
  const list = asSeq(node.get('args')) ?? asSeq(node.get('command'));
  // The command of a shell is one word that holds them all.
  if (list && /\bsh\b/.test(tree.text.slice(list.span.start, list.span.end))) return undefined;
  const edit = list
    ? addItems(tree, list, words)
    : treeEdits(tree).addEntry(node, 'args', words, node.entry('command') ?? node.entry('image'));
  return edit && { title: `Keep ${mebibytes} MB at most, and drop the oldest`, safety: 'unsafe', edits: [edit] };
}
