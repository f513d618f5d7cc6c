import { serveNode } from '#lsp';
import { guide } from '#rules/guide.ts';
import { createPlumbline } from './composition.ts';

// VS Code asks for an IPC channel on the command line, other editors for --stdio.
serveNode(createPlumbline(), guide, process.argv.includes('--stdio'));
