import { defineRule } from '#engine';
import type { Operation } from '#languages/openapi';

/** With fewer there is nothing to make faster. */
const FEWEST = 3;
const CACHE_HEADERS = /^(?:cache-control|etag|last-modified|expires)$/i;

export default defineRule({
  id: 'openapi/missing-cache-headers',
  guide: 'performance/cache-ttl',
  summary: 'Reports an API none of whose answers says how long it may be kept.',
  severity: 'hint',
  recommended: true,
  fixable: 'no',
  messages: {
    missing:
      'None of {count} GETs says by Cache-Control or ETag how long its answer holds, so clients and CDNs ask again or guess.',
    missingPrivate:
      'None of {count} GETs says how long its answer holds; "Cache-Control: private" with an ETag saves clients whole answers.',
  },
  check(document, { report }) {
    if (document.isFragment || !document.complete || !document.pathsEntry) return;
    const gets = document.api.operations.filter(
      one => one.method === 'get' && !one.path.isInfrastructure && !one.deprecated,
    );
    const answers = gets.flatMap(one => one.successes.filter(response => response.code === '200'));
    if (gets.length < FEWEST || answers.length < FEWEST || gets.some(one => !one.responsesAreKnown)) return;
    if (answers.some(one => one.headers.some(header => CACHE_HEADERS.test(header.name)))) return;
    const message = gets.every(isPrivate) ? 'missingPrivate' : 'missing';
    report({ at: document.pathsEntry.key, message, data: { count: gets.length } });
  },
});

function isPrivate({ effectiveSecurity }: Operation): boolean {
  return effectiveSecurity !== undefined && !effectiveSecurity.isOptional;
}
