import { describe, expect, it } from 'vitest';
import { createEngine } from '#engine';
import { sqlLanguage } from '#languages/sql';
import { applyEdits } from '#text';
import flag from '../../../rules/sql/full-index-on-flag.ts';
import index from '../../../rules/sql/index-not-concurrent.ts';
import column from '../../../rules/sql/required-column-without-default.ts';

const TEXT = `-- +goose Up
-- +goose StatementBegin
CREATE TABLE "a" (id bigint PRIMARY KEY, is_on boolean, d date) PARTITION BY RANGE (d);
-- +goose StatementEnd
CREATE UNIQUE INDEX IF NOT EXISTS i ON ONLY shop."b" USING btree ((lower(x)) DESC NULLS LAST, is_on) WHERE is_on; -- why
ALTER TABLE IF EXISTS b ADD COLUMN IF NOT EXISTS c numeric(10, 2)[] CONSTRAINT n NOT NULL, ADD d "Role" NOT NULL;
CREATE INDEX j ON b (is_on, id); CREATE INDEX ON b (deleted_at);

-- +goose Down
DROP INDEX j;
ALTER TABLE b RENAME TO e;
`;

/** What is wrong with a half-typed text: rules that fail, and fixes that cannot be applied. */
function faults(text: string): string[] {
  const engine = createEngine({ languages: [sqlLanguage], rules: [flag, index, column] as never });
  engine.setSource('file:///w/m/0001_a.sql', '-- +goose Up\nSELECT 1;\n');
  const uri = 'file:///w/m/0002_b.sql';
  engine.setSource(uri, text);
  return engine.findings(uri).flatMap(finding => {
    if (finding.rule === 'engine/rule-failed') return [finding.message];
    return finding.fixes.flatMap(fix => {
      try {
        applyEdits(text, fix.edits);
        return [];
      } catch (error) {
        return [`${fix.title}: ${String(error)}`];
      }
    });
  });
}

describe('half-typed migrations', () => {
  it('every beginning is read without a fault', () => {
    for (let end = 0; end <= TEXT.length; end++) expect(faults(TEXT.slice(0, end)), TEXT.slice(0, end)).toEqual([]);
  });

  it('every text with a line dropped is read without a fault', () => {
    const lines = TEXT.split('\n');
    for (let at = 0; at < lines.length; at++) expect(faults(lines.toSpliced(at, 1).join('\n'))).toEqual([]);
  });
});
