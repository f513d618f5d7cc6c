/** A config that changes nothing and shows what can be changed: what `plumbline init` and the editor's command write. */
export const CONFIG_TEMPLATE = `{
  // What to start from: "plumbline:recommended" or "plumbline:strict", or the path of another config.
  "extends": ["plumbline:recommended"],

  // Severities by rule: "off", "hint", "info", "warning" or "error". "plumbline rules" lists the rules.
  "rules": {
    // "openapi/limit-without-maximum": "error",
    // "kubernetes/*": "off"
  },

  // Which files are looked at; globs are relative to this folder.
  "files": {
    "exclude": []
  }

  // Migrations that are already applied are history. Where git cannot say which those are, name the last one:
  // "sql": { "migrations": [{ "dir": "prisma/migrations", "after": "20260101000000_init" }] }
}
`;
