/** Reads a rule page: prose with fenced examples. See CONTRIBUTING, "The page is the test". */
export type BlockWord = 'bad' | 'good' | 'fixed' | 'with';

export interface Expectation {
  /** 0-based line in the block's code, and UTF-16 columns on it. */
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly message: string;
  /** Only where the page names one. */
  readonly severity: string | undefined;
}

export interface Block {
  readonly language: string;
  readonly word: BlockWord;
  readonly file: string | undefined;
  /** On `fixed`: only fixes of this title are applied. */
  readonly title: string | undefined;
  readonly options: Record<string, unknown> | undefined;
  readonly config: Record<string, unknown> | undefined;
  /** On `with`: the file as the last commit has it, beside the one of the example. */
  readonly head: boolean;
  /** Without expectation lines. */
  readonly code: string;
  readonly expected: readonly Expectation[];
  /** 1-based line of the fence in the page. */
  readonly line: number;
  readonly heading: string;
}

export interface Page {
  readonly headings: readonly string[];
  readonly blocks: readonly Block[];
}

const FENCE = /^```(\w+) (bad|good|fixed|with)\b(.*)$/;
const MARK = /^( *)(\^+) (?:\[(\w+)\] )?(.+)$/;

export function readPage(text: string): Page {
  const lines = text.split(/\r?\n/);
  const headings: string[] = [];
  const blocks: Block[] = [];
  let heading = '';
  for (let at = 0; at < lines.length; at++) {
    const title = /^#+ (.+)$/.exec(lines[at]!);
    if (title) {
      heading = title[1]!;
      headings.push(heading);
    }
    const fence = FENCE.exec(lines[at]!);
    if (!fence) {
      if (lines[at]!.startsWith('```')) for (at++; at < lines.length && lines[at] !== '```'; at++);
      continue;
    }
    const start = at + 1;
    for (at++; at < lines.length && lines[at] !== '```'; at++);
    blocks.push({
      language: fence[1]!,
      word: fence[2] as BlockWord,
      ...attributes(fence[3]!),
      ...readCode(lines.slice(start, at)),
      line: start,
      heading,
    });
  }
  return { headings, blocks };
}

function attributes(text: string): Pick<Block, 'file' | 'title' | 'options' | 'config' | 'head'> {
  const json = (name: string): Record<string, unknown> | undefined => {
    const from = text.indexOf(` ${name}={`);
    if (from < 0) return undefined;
    const start = from + name.length + 2;
    let depth = 0;
    for (let at = start; at < text.length; at++) {
      if (text[at] === '{') depth++;
      else if (text[at] === '}' && --depth === 0)
        return JSON.parse(text.slice(start, at + 1)) as Record<string, unknown>;
    }
    throw new Error(`Unclosed ${name}= in a fence: ${text}`);
  };
  return {
    file: / file=(\S+)/.exec(text)?.[1],
    title: / title="([^"]*)"/.exec(text)?.[1],
    head: / head\b/.test(text),
    options: json('options'),
    config: json('config'),
  };
}

function readCode(lines: readonly string[]): Pick<Block, 'code' | 'expected'> {
  const code: string[] = [];
  const expected: Expectation[] = [];
  for (const line of lines) {
    const mark = MARK.exec(line);
    if (!mark) {
      code.push(line);
      continue;
    }
    const start = mark[1]!.length;
    expected.push({ line: code.length - 1, start, end: start + mark[2]!.length, severity: mark[3], message: mark[4]! });
  }
  return { code: `${code.join('\n')}\n`, expected };
}
