import { defineRule, option } from '#engine';
import { connectionLimits, openScript } from '#languages/sql';

export default defineRule({
  id: 'sql/too-many-connections',
  guide: 'scaling/connection-pooling',
  summary: 'Reports limits that let more connections to the server than it can carry without a pooler.',
  severity: 'warning',
  recommended: true,
  fixable: 'no',
  messages: {
    server: '{count} connections, one process each: the server runs out of memory where PgBouncer would share {limit}.',
    one: '"{name}" may open {count} connections, one process each, where PgBouncer would share {limit}.',
  },
  options: {
    limit: option.integer({
      default: 200,
      minimum: 1,
      maximum: 100_000,
      description: 'The most connections that need no pooler.',
    }),
  },
  reads: ['sql', 'kubernetes'],

  check(document, context) {
    const { limit } = context.options;
    const found = connectionLimits(document).filter(one => one.count > limit);
    if (found.length === 0) return;
    const script = openScript(document, context.workspace.facts('sql'), context.settings.sql);
    if (
      script.dialect !== 'postgresql' ||
      script.sample ||
      hasPooler(context.workspace.allFacts('kubernetes').values())
    )
      return;
    for (const { at, statement, name, count } of found) {
      if (!script.isUp(statement)) continue;
      if (name === undefined) context.report({ at, message: 'server', data: { count, limit } });
      else context.report({ at, message: 'one', data: { name, count, limit } });
    }
  },
});

function hasPooler(
  all: Iterable<{ readonly objects: readonly { readonly kind: string; readonly name: string | undefined }[] }>,
): boolean {
  for (const { objects } of all)
    if (objects.some(({ kind, name }) => kind === 'Pooler' || /pg-?bouncer|pgcat|odyssey|pgpool/i.test(name ?? '')))
      return true;
  return false;
}
