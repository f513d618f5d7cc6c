import { defineTool, type MigrationTool } from './tool.ts';

/** The output of `alembic upgrade --sql`, which writes its own BEGIN and COMMIT. The source is Python: no fix belongs here. */
export const alembic: MigrationTool = defineTool({
  id: 'alembic',
  transaction: 'statement',
  marks: text => /^-- Running (?:upgrade|downgrade)\b/m.test(text) || /\balembic_version\b/.test(text),
});
