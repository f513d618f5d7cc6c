import { defineRule } from '#engine';
import { versionsOf } from '#languages/openapi';
import { asScalar, at } from '#languages/yaml';

/** `2`, `v2.1`, `2.1.0-beta`; no date, no build number. */
const SEMVER = /^v?(\d{1,3})(?:\.\d+){0,2}(?:[-+][\w.+-]*)?$/i;

export default defineRule({
  id: 'openapi/version-mismatch',
  guide: 'system-design/api-versioning',
  summary: 'Reports an info.version whose major is another than the one in the URLs.',
  severity: 'info',
  recommended: true,
  fixable: 'no',
  messages: {
    mismatch:
      'info.version is "{version}" but the URLs say "{url}", so readers and generated clients cannot tell which API this is.',
  },
  check(document, { report }) {
    const { api, root } = document;
    const version = asScalar(at(root, 'info', 'version'));
    if (!document.complete || !version || version.unknown) return;
    const major = Number(SEMVER.exec(version.text)?.[1] ?? 0);
    // Below 1 anything may change, and nothing is promised.
    if (major === 0) return;
    const { ofServers, ofPaths, unversioned, isKnown } = versionsOf(api);
    const [first, ...others] = [...ofServers, ...ofPaths];
    // Where only some paths carry a version, it is that of a part.
    if (
      !isKnown ||
      unversioned.length > 0 ||
      !first?.major ||
      first.major === major ||
      others.some(one => one.major !== first.major)
    )
      return;
    report({ at: version, message: 'mismatch', data: { version: version.text.slice(0, 20), url: first.text } });
  },
});
