import { createEngine } from '#engine';
import type { Language } from '#languages';
import { collectReport, type ReportInput, type SkippedFile } from '#report';
import { toyLanguage, toyRules } from './toyLanguage.ts';

const ROOT = 'file:///work/shop';

export const toyGuide = [
  { id: 'schema/constraints', section: 'schema', title: 'Constraints live in the `database`' },
  { id: 'schema/growth', section: 'schema', title: 'Schemas are designed for growth' },
  { id: 'migrations/reversible', section: 'migrations', title: 'Every migration runs forward and backward' },
  { id: 'streaming/batching', section: 'streaming', title: 'Requests are batched' },
];

/** What a host would collect for these files (paths below the root). */
export function toyReport(files: Readonly<Record<string, string>>, skipped: readonly SkippedFile[] = []): ReportInput {
  const engine = createEngine({ languages: [toyLanguage as unknown as Language], rules: toyRules });
  const uriOf = (path: string) => `${ROOT}/${encodeURI(path)}`;
  for (const [path, text] of Object.entries(files)) engine.setSource(uriOf(path), text);
  return collectReport(engine, {
    toolVersion: '1.2.3',
    project: 'shop',
    uris: Object.keys(files).map(uriOf),
    skipped,
    guide: toyGuide,
    pathOf: uri => decodeURI(uri).slice(ROOT.length + 1),
  });
}
