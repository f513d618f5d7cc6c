import { defineRule } from '#engine';
import { openScript, unsafeSetting } from '#languages/sql';

/** Milder than the rule: the database survives it. */
const SEVERITIES = { commit: 'warning', statements: 'info' } as const;

export default defineRule({
  id: 'sql/unsafe-setting',
  guide: 'reliability/backups',
  summary: 'Reports settings of a server, database or role that give up durability, archiving or encryption.',
  severity: 'error',
  recommended: true,
  fixable: 'safe',
  messages: {
    crash: '{setting} = {value}: a crash of the machine leaves data files damaged, and only a backup brings them back.',
    commit: '{setting} = {value}: a crash loses commits that clients were told had succeeded.',
    archive:
      '{setting} = {value}: no WAL is archived, so a restore brings back the last base backup and nothing since.',
    vacuum: '{setting} = {value}: dead rows pile up and statistics go stale, so tables grow and plans go wrong.',
    plaintext: '{setting} = {value}: passwords and rows cross the network where anyone on the way can read them.',
    md5: '{setting} = {value}: new passwords are kept as MD5, and whoever reads such a hash can log in with it.',
    rowSecurity:
      '{setting} = {value}: every query on a table with row security fails for roles that policies apply to.',
    statements: '{setting} = {value}: the log gets every statement, with the values and passwords that are in it.',
  },
  reads: ['sql'],

  check(document, context) {
    const settings = document.statementsOf('storedSetting');
    if (settings.length === 0) return;
    const script = openScript(document, context.workspace.facts('sql'), context.settings.sql);
    if (script.dialect !== 'postgresql' || script.sample) return;
    for (const statement of settings) {
      const unsafe = script.isUp(statement) ? unsafeSetting(statement) : undefined;
      if (!unsafe || !statement.nameAt) continue;
      const { risk, value, fix } = unsafe;
      context.report({
        at: statement.nameAt,
        message: risk,
        data: { setting: statement.name ?? '', value },
        ...(risk === 'commit' || risk === 'statements' ? { severity: SEVERITIES[risk] } : {}),
        fixes: [{ title: `Set it to ${fix.text.replaceAll("'", '')}`, safety: 'safe', edits: [fix] }],
      });
    }
  },
});
