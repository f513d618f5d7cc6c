import type { ReportInput } from './input.ts';

export interface FormatOptions {
  /** Whether the reader is a terminal that shows colours. */
  readonly color: boolean;
  /**
   * Whether the HTML carries the uris of its files, for a viewer that can open them. False for a file that is passed
   * on: they name folders of this machine. Default true.
   */
  readonly openable?: boolean;
}

/** An output format: everything to show in, the text out. Ends with a line break. */
export type Format = (input: ReportInput, options: FormatOptions) => string;

/** Every format by its name on the command line; loaded when it is asked for. A new one is a file and a line here. */
const FORMATS = {
  text: async () => (await import('./text.ts')).text,
  json: async () => (await import('./json.ts')).json,
  jsonl: async () => (await import('./json.ts')).jsonLines,
  sarif: async () => (await import('./sarif.ts')).sarif,
  github: async () => (await import('./github.ts')).github,
  gitlab: async () => (await import('./gitlab.ts')).gitlab,
  junit: async () => (await import('./junit.ts')).junit,
  markdown: async () => (await import('./markdown.ts')).markdown,
  html: async () => (await import('./html.ts')).html,
} satisfies Record<string, () => Promise<Format>>;

export type FormatName = keyof typeof FORMATS;

export function loadFormat(name: FormatName): Promise<Format> {
  return FORMATS[name]();
}
