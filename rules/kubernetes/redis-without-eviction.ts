import { defineRule } from '#engine';
import { addDirective, directiveOf, indexOf, isStore, redisSettingsOf } from '#languages/kubernetes';

const POLICY = 'allkeys-lru';

export default defineRule({
  id: 'kubernetes/redis-without-eviction',
  guide: 'performance/cache-ttl',
  summary: 'Reports Redis servers with a bound of memory and no policy for what to drop at it.',
  severity: 'warning',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    without:
      '"{name}" sets maxmemory {bound} and no maxmemory-policy: once it is full, every write fails with an error.',
  },
  reads: ['kubernetes'],

  check(document, context) {
    const found = document.objects.flatMap(object =>
      redisSettingsOf(object, document.text).map(settings => ({ object, settings })),
    );
    if (found.length === 0) return;
    // A policy anywhere in the unit may be that of the server, in a file that it reads.
    if (indexOf(context.workspace.facts('kubernetes')).having('evicts').length > 0) return;
    for (const { object, settings } of found) {
      const bound = directiveOf(settings, 'maxmemory');
      if (!bound || bound.value === '0' || settings.open || isStore(object, settings)) continue;
      const edit = addDirective(document.tree, bound, 'maxmemory-policy', POLICY);
      context.report({
        at: bound.nameSpan,
        message: 'without',
        data: { name: settings.name, bound: bound.value },
        fixes: [edit && { title: `Drop what was not used for longest (${POLICY})`, safety: 'unsafe', edits: [edit] }],
      });
    }
  },
});
