import { defineRule } from '#engine';
import { directiveOf, isCache, redisSettingsOf, setDirective } from '#languages/kubernetes';

const POLICY = 'allkeys-lru';

export default defineRule({
  id: 'kubernetes/cache-never-evicts',
  guide: 'performance/cache-ttl',
  summary: 'Reports caches that are told to drop nothing.',
  severity: 'warning',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    never: 'Cache "{name}" drops nothing when it is full: from then on every write to it fails with an error.',
  },

  check(document, context) {
    for (const object of document.objects) {
      for (const settings of redisSettingsOf(object, document.text)) {
        const policy = directiveOf(settings, 'maxmemory-policy');
        if (policy?.value !== 'noeviction' || !isCache(object, settings)) continue;
        const edit = setDirective(document.tree, policy, POLICY);
        context.report({
          at: policy.valueSpan,
          message: 'never',
          data: { name: settings.container ? settings.name : (object.name ?? settings.name) },
          fixes: [edit && { title: `Drop what was not used for longest (${POLICY})`, safety: 'unsafe', edits: [edit] }],
        });
      }
    }
  },
});
