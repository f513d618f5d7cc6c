/** Each is contributed as `plumbline.<name>`; what they do is in `commands/<name>.ts`. */
export const commandNames = [
  'checkFile',
  'checkWorkspace',
  'showReport',
  'explainRule',
  'fixAll',
  'createConfiguration',
  'restartServer',
  'showOutput',
] as const;

export type CommandName = (typeof commandNames)[number];
