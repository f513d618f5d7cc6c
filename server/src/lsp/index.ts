export type { Files } from './files.ts';
export { type Host, startServer } from './server.ts';
export { nodeHost, serveNode } from './stdio.ts';
