import { defineRule } from '#engine';
import { absentFrom, isVersionedByParameter, placesOf, versionsOf } from '#languages/openapi';

export default defineRule({
  id: 'openapi/mixed-versioning',
  guide: 'system-design/api-versioning',
  summary: 'Reports the unversioned paths of an API that versions others.',
  severity: 'warning',
  recommended: true,
  fixable: 'no',
  messages: {
    one: '"{path}" carries no version while other paths carry "{version}", so it cannot change without breaking its clients.',
    many: '{count} of {total} paths carry no version while others carry "{version}", so a breaking change reaches their clients at once.',
  },
  check(document, { report }) {
    const { api, pathsEntry } = document;
    // An internal API has no version in its URLs at all, which is another rule's finding.
    if (!document.complete || !pathsEntry || api.audience === 'internal') return;
    const { versioned, unversioned, ofServers, ofPaths, isKnown } = versionsOf(api);
    const version = ofPaths[0]?.text;
    if (version === undefined || unversioned.length === 0 || ofServers.length > 0 || !isKnown) return;
    const missing = new Set(unversioned);
    const { isHabit } = absentFrom(document, [...versioned, ...unversioned], item => missing.has(item));
    const lowered = isVersionedByParameter(api) ? ({ severity: 'info' } as const) : {};
    if (!isHabit) {
      for (const { entry, path } of unversioned)
        report({ at: entry.key, message: 'one', data: { path: shortened(path), version }, ...lowered });
      return;
    }
    report({
      at: pathsEntry.key,
      message: 'many',
      data: { count: unversioned.length, total: versioned.length + unversioned.length, version },
      related: placesOf(
        unversioned.map(({ entry, path }) => ({ home: document, at: entry.key, path })),
        one => `"${shortened(one.path)}"`,
      ),
      ...lowered,
    });
  },
});

function shortened(path: string): string {
  return path.length > 50 ? `${path.slice(0, 47)}...` : path;
}
